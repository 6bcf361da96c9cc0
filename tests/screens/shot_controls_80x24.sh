#!/bin/sh
# What a program sends to a terminal is shown as lines; what was typed stands behind its question.
"$1" shot --size 80x24 --keys '$ m e Enter $ : pane Space output Enter z' controls.py </dev/null
