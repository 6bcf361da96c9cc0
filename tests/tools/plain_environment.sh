# To be sourced: no variable that Python listens to is left but those that the tests set themselves.
unset $(env | sed -n 's/^\(PYTHON[A-Z_]*\)=.*/\1/p')
export PYTHONHASHSEED=0 LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
# ... nor what this terminal is, and which keys its user has bound
export TERM=xterm INPUTRC=/dev/null
