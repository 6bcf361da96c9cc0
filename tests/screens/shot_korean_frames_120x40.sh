#!/bin/sh
# Frames, values and objects on a wide screen in Korean.
"$1" shot --size 120x40 --language ko --keys '20 i ( :pane Space objects Enter' sum.py </dev/null
