#!/bin/sh
# Threads in Korean.
"$1" shot --size 120x40 --language ko --keys 't t :pane Space threads Enter' threads.py </dev/null
