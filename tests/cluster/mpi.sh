#!/bin/sh
# Ranks of an MPI job share a run: the same bytes for 1, 2 and 3 of them, after a rank was killed, after a signal, and when one
# rank cannot write.
#   sh mpi.sh WORK PROGRAM MPI_PROGRAM
set -u
. "${0%/*}/common.sh"
work=$1 program=$2 with_mpi=$3
command -v mpirun >/dev/null 2>&1 || skip "no mpirun here (sh cli/setup.sh cluster installs it)"
[ -x "$with_mpi" ] || skip "this build found no MPI library to build with (sh cli/setup.sh cluster installs it)"

rm -rf "$work" && mkdir -p "$work" && cd "$work" || fail "no folder $work"
write_study study.toml
# As root and on few cores too; ranks are not bound, since they share the cores here.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_hwloc_base_binding_policy=none
ranks() {
  count=$1
  shift
  timeout 600 mpirun -np "$count" "$@"
}
# A rank tells its number; where $lost is set the second one works in a folder of its own, as on a node without the shared disk.
cat > rank.sh <<'END'
echo $$ > "rank.$OMPI_COMM_WORLD_RANK.pid"
[ -n "${lost-}" ] && [ "$OMPI_COMM_WORLD_RANK" -eq 1 ] && mkdir -p elsewhere && cp study.toml elsewhere && cd elsewhere
exec "$@"
END

say "one process without MPI"
"$program" run study.toml -o whole.h5 --threads 2 >/dev/null 2>&1 || fail "the run without MPI"
for count in 1 2 3; do
  say "$count ranks"
  ranks "$count" "$with_mpi" run study.toml -o "ranks$count.h5" --threads 1 > out.txt 2> err.txt || { cat err.txt; fail "$count ranks"; }
  same whole.h5 "ranks$count.h5"
  [ "$(grep -c 'worlds, ' out.txt)" -eq 1 ] || fail "the outcome is told once, not by every rank"
done
say "finished already"
ranks 2 "$with_mpi" run study.toml -o ranks2.h5 --threads 1 > out.txt 2>&1 || fail "a finished result"
grep -q 'finished already' out.txt || fail "a finished result is not said to be"

say "a rank that is killed"
ranks 3 sh rank.sh "$with_mpi" run study.toml -o killed.h5 --threads 1 > /dev/null 2> err.txt &
job=$!
wait_for_shard killed.h5.parts
kill -9 "$(cat rank.1.pid)"
wait "$job" && say "(it was through before)"
check_parts "$program" study.toml killed.h5
ranks 2 "$with_mpi" run study.toml -o killed.h5 --threads 1 >/dev/null 2>&1 || fail "going on after a killed rank"
same whole.h5 killed.h5

say "a signal to the whole job"
mpirun -np 2 "$with_mpi" run study.toml -o asked.h5 --threads 1 --replicates 6000 > /dev/null 2> err.txt &
job=$!
wait_for_shard asked.h5.parts
kill -USR1 "$job"
wait "$job"
code=$?
[ "$code" -eq 75 ] || { cat err.txt; fail "asked to stop, the job ended with $code instead of 75"; }
check_parts "$program" "study.toml --replicates 6000" asked.h5
ls asked.h5.parts | grep -E 'tmp|claim' && fail "left-overs of a job that was asked to stop"

say "a rank that cannot write"
export lost=1
ranks 2 sh rank.sh "$with_mpi" run study.toml -o lost.h5 --threads 1 > /dev/null 2> err.txt
code=$?
unset lost
[ "$code" -eq 74 ] || { cat err.txt; fail "the job ended with $code instead of 74"; }
grep -q 'rank 1 of 2: .*cannot be written' err.txt && grep -q 'finished shards are kept' err.txt || { cat err.txt; fail "no clear message"; }
check_parts "$program" study.toml lost.h5
ranks 3 "$with_mpi" run study.toml -o lost.h5 --threads 1 >/dev/null 2>&1 || fail "going on after that"
same whole.h5 lost.h5

say "mistakes are told once"
ranks 3 "$with_mpi" run missing.toml -o x.h5 > /dev/null 2> err.txt
code=$?
[ "$code" -eq 65 ] || fail "a missing scenario ended with $code instead of 65"
[ "$(grep -c '^alongside: ' err.txt)" -eq 1 ] || { cat err.txt; fail "a mistake is told by every rank"; }
ranks 2 "$with_mpi" run study.toml -o x.h5 --part 1/2 > /dev/null 2> err.txt
[ $? -eq 64 ] || fail "--part and ranks together"
say "all good"
