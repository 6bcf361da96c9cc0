#!/bin/sh
# The menu of lessons.
"$1" shot --size 80x24 --language en </dev/null
