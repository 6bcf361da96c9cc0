#!/bin/sh
# The stages: the tree of the running function only, the place of the row under the cursor marked in the source.
"$1" shot --size 80x24 --keys ': break Space 3 Enter c : stages Space tree Enter j j j' sum.py
