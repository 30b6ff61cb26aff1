#!/bin/sh
# Job arrays on a real Slurm of one node, which this test starts and stops: the scripts of docs/slurm, a task requeued midway, a
# task asked to stop, a cancelled task whose subset is submitted again, the dependent merge, and ranks under srun.
#   sh slurm.sh WORK PROGRAM MPI_PROGRAM SCRIPTS
set -u
. "${0%/*}/common.sh"
work=$1 program=$2 with_mpi=$3 scripts=$4
for command in slurmctld slurmd munged sbatch scontrol squeue; do
  command -v "$command" >/dev/null 2>&1 || PATH=$PATH:/usr/sbin command -v "$command" >/dev/null 2>&1 || skip "no $command here (sh cli/setup.sh cluster installs Slurm)"
done
[ "$(id -u)" -eq 0 ] || skip "Slurm's daemons are started by root here"
PATH=$PATH:/usr/sbin

rm -rf "$work" && mkdir -p "$work" && cd "$work" && work=$(pwd) || fail "no folder $work"
mkdir state spool log && chmod 755 .
host=$(hostname -s)
port=$((20000 + $$ % 20000))
cat > slurm.conf <<END
ClusterName=one
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.sock,cred_expire=5
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/log/slurmctld.log
SlurmdLogFile=$work/log/slurmd.log
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
KillWait=5
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=4 RealMemory=1000 State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
export SLURM_CONF="$work/slurm.conf"

stop_slurm() {
  scancel --me >/dev/null 2>&1
  for name in slurmd slurmctld munge; do
    [ -s "$work/$name.pid" ] || continue
    daemon=$(cat "$work/$name.pid")
    kill "$daemon" 2>/dev/null
    tries=0
    while kill -0 "$daemon" 2>/dev/null && [ "$tries" -lt 50 ]; do
      tries=$((tries + 1))
      sleep 0.2
    done
  done
}
trap stop_slurm EXIT
trap 'exit 1' INT TERM HUP

say "starting Slurm"
(umask 077 && dd if=/dev/urandom of=munge.key bs=1 count=1024 2>/dev/null)
munged --force --key-file="$work/munge.key" --socket="$work/munge.sock" --pid-file="$work/munge.pid" --log-file="$work/log/munged.log" \
  --seed-file="$work/munge.seed" || skip "munged does not start here"
slurmctld -f "$SLURM_CONF" && slurmd -f "$SLURM_CONF" || { tail -5 log/*.log; skip "Slurm does not start here"; }
tries=0
until sinfo -h -o %t 2>/dev/null | grep -q '^idle$'; do
  tries=$((tries + 1))
  [ "$tries" -lt 60 ] || { sinfo; tail -20 log/slurmctld.log log/slurmd.log; fail "the node is not idle after a minute"; }
  sleep 1
done

# $1: job. Until it has left the queue, all tasks of it.
wait_for_job() {
  tries=0
  while [ -n "$(squeue -h -j "$1" 2>/dev/null)" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || { squeue; tail -20 log/slurmctld.log; fail "job $1 does not end"; }
    sleep 1
  done
}
state_of() { scontrol -o show job "$1" 2>/dev/null | sed 's/.*JobState=\([A-Z]*\).*/\1/'; }
wait_for_running() {
  tries=0
  until [ "$(state_of "$1")" = RUNNING ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || fail "task $1 does not start: $(state_of "$1")"
    sleep 0.2
  done
}

export ALONGSIDE="$program" SBATCH_MEM_PER_CPU=100
write_study study.toml
say "one process without Slurm"
"$program" run study.toml -o whole.h5 --threads 2 >/dev/null 2>&1 || fail "the run without Slurm"

submit() { # array, then options of sbatch
  list=$1
  shift
  sbatch --parsable --array="$list" --cpus-per-task=1 --export=ALL "$@" "$scripts/array.sbatch"
}

say "an array of 4, a task requeued midway, the merge waiting for all"
export STUDY="$work/study.toml" RESULT="$work/requeued.h5" PARTS=4
array=$(submit 1-4) || fail "sbatch"
merge=$(sbatch --parsable --cpus-per-task=1 --dependency="afterany:$array" --export=ALL "$scripts/merge.sbatch") || fail "sbatch of the merge"
wait_for_running "${array}_2"
wait_for_shard requeued.h5.parts
scontrol requeue "${array}_2" || fail "scontrol requeue"
"$program" status study.toml -o requeued.h5 || fail "status of a running array"
wait_for_job "$array"
[ -e requeued.h5 ] && [ -n "$(squeue -h -j "$merge")" ] && fail "an array task has merged"
wait_for_job "$merge"
grep -qi "requeuing JobId=${array}_2" log/slurmctld.log || fail "the task was not requeued"
same whole.h5 requeued.h5

say "a task asked to stop by its batch signal goes on by itself"
export RESULT="$work/asked.h5"
array=$(submit 1-1) || fail "sbatch"
wait_for_running "${array}_1"
wait_for_shard asked.h5.parts
scancel --batch --signal=USR1 "${array}_1" || fail "scancel --signal"
wait_for_job "$array"
grep -q 'alongside: stopped' "alongside-${array}_1.log" || { cat "alongside-${array}_1.log"; fail "the task did not stop in good order"; }
"$program" status study.toml -o asked.h5 | grep -q '16 of 16 shards' || fail "the requeued task did not finish the shards"

say "a cancelled task, and a subset that is submitted again"
export RESULT="$work/subset.h5"
array=$(submit 1-4) || fail "sbatch"
wait_for_running "${array}_3"
wait_for_shard subset.h5.parts
scancel "$array"
wait_for_job "$array"
check_parts "$program" study.toml subset.h5
array=$(submit 3) || fail "sbatch of the subset"
merge=$(sbatch --parsable --cpus-per-task=2 --dependency="afterany:$array" --export=ALL "$scripts/merge.sbatch") || fail "sbatch of the merge"
wait_for_job "$array"
wait_for_job "$merge"
same whole.h5 subset.h5

say "submit.sh"
export SBATCH_CPUS_PER_TASK=1
sh "$scripts/submit.sh" study.toml submitted.h5 3 --replicates 60 > submitted.txt || fail "submit.sh"
cat submitted.txt
wait_for_job "$(sed 's/.*merge \([0-9]*\);.*/\1/' submitted.txt)"
"$program" run study.toml -o direct.h5 --replicates 60 >/dev/null 2>&1
same direct.h5 submitted.h5

if [ -x "$with_mpi" ]; then
  say "ranks under srun"
  export ALONGSIDE="$with_mpi" RESULT="$work/ranks.h5" OPTIONS=
  job=$(sbatch --parsable --ntasks=2 --cpus-per-task=1 --export=ALL "$scripts/mpi.sbatch") || fail "sbatch of the MPI job"
  wait_for_job "$job"
  [ -e ranks.h5 ] || cat "alongside-mpi-$job.log"
  same whole.h5 ranks.h5
fi
say "all good"
