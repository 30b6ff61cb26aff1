#!/bin/sh
# Submits a study as a job array, and a merge that waits for it.
#   sh submit.sh STUDY.toml RESULT.h5 PARTS [options of the run]
set -eu
[ $# -ge 3 ] || { echo "usage: sh submit.sh STUDY.toml RESULT.h5 PARTS [options of the run]" >&2; exit 64; }
STUDY=$1 RESULT=$2 PARTS=$3
shift 3
OPTIONS="$*"
export STUDY RESULT PARTS OPTIONS
here=${0%/*}
array=$(sbatch --parsable --array="1-$PARTS" --export=ALL "$here/array.sbatch")
# afterany, not afterok: a task that was cancelled would keep the merge waiting for ever, and the merge checks the shards.
merge=$(sbatch --parsable --dependency="afterany:$array" --export=ALL "$here/merge.sbatch")
echo "array $array, merge $merge; alongside status $STUDY -o $RESULT $OPTIONS tells how far it is"
