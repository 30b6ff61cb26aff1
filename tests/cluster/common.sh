# What the cluster tests share. Each is called with the folder to work in, the program and the merged result to equal, and ends
# with 77 where it cannot run, which CTest shows as skipped.

skip() { printf 'skipped: %s\n' "$*"; exit 77; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
say() { printf '== %s\n' "$*"; }

# A study of two arms in at least 16 shards, a few seconds of work. $1: file to write.
write_study() {
  cat > "$1" <<'END'
format = 1
name = "cluster test"
replicates = 1800
record = "summary"
[population]
families = 512
horizon = 40
[[arm]]
name = "usual care"
[[arm]]
name = "phone"
programme = "peer support"
mode.phone = 1
reach.minimum_score = 10
[arm.schedule.weekly]
weeks = 12
per_week = 1
minutes = 20
[sweep]
"arms.phone.supporter.caseload" = [2, 6]
END
}

same() { cmp "$1" "$2" || fail "$1 and $2 differ"; }

# No file that bears a final name is less than whole: $1 program, $2 study with its options, $3 result.
check_parts() {
  # shellcheck disable=SC2086  # options are words of their own
  "$1" status $2 -o "$3" > status.txt || fail "status failed"
  grep -E 'damaged|truncated' status.txt && fail "a damaged shard"
  cat status.txt
}

# Waits until a shard is finished in folder $1, so that what follows finds a run under way.
wait_for_shard() {
  tries=0
  until ls "$1" 2>/dev/null | grep -q 'shard$'; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || fail "no shard in $1 after a minute"
    sleep 0.1
  done
}
