#!/bin/sh
# An instruction that waits for a line is the next one; the answer leads to its end, where the value can be seen.
for keys in 'c' 'c A Enter' 'c A Enter c' 'c A Enter c B Enter' 'c A Enter c B Enter c C-d' 'c Escape I'; do
    "$1" shot --size 80x24 --keys "$keys" reads.py </dev/null | sed -n 's,#[0-9]*,#N,; 11,14p; 21,$p'
done
