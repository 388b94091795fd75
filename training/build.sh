#!/bin/sh
# The whole recipe: sh training/build.sh DATA_DIR OUT_DIR [SCRATCH_DIR]
# DATA_DIR holds the treebanks and name corpora (see training/README.md); OUT_DIR becomes the pipeline, e.g. kg/model.
# Syntax and names train side by side, one core each.
set -eu
data=$1
out=$2
scratch=${3:-build/training}
python=${PYTHON:-python}
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1
mkdir -p "$scratch"

"$python" -m training.vectors "$scratch/vectors"
"$python" -m training.convert "$data" "$scratch"
"$python" -m training.names "$data" "$scratch"

"$python" -m spacy train training/names.cfg -o "$scratch/names" \
    --paths.train "$scratch/ner-train.spacy" --paths.dev "$scratch/ner-dev.spacy" \
    --paths.vectors "$scratch/vectors" > "$scratch/names.log" 2>&1 &
names=$!
"$python" -m spacy train training/syntax.cfg --code training/reader.py -o "$scratch/syntax" \
    --paths.train "$scratch/ud-train.spacy" --paths.dev "$scratch/ud-dev.spacy" \
    --paths.vectors "$scratch/vectors"
begun="$scratch/syntax"
for round in 1 2 3; do  # the learning rate rises and falls again: each round still gains
    "$python" -m spacy train training/syntax-finish.cfg --code training/reader.py -o "$scratch/finish-$round" \
        --paths.train "$scratch/ud-finish.spacy" --paths.dev "$scratch/ud-dev.spacy" \
        --paths.vectors "$scratch/vectors" --paths.begun "$begun/model-last" --system.seed "$round"
    begun="$scratch/finish-$round"
done
wait "$names"

"$python" -m training.assemble "$begun/model-last" "$scratch/names/model-last" "$data" "$out"
KG_MODEL="$out" "$python" -m training.relations "$data/../relations-corpus" "$out/relations/weights.npz"
"$python" -m training.evaluate "$data" --model "$out"
