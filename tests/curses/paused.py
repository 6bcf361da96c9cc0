"""breakpoint() where another module has a screen: pdb, since the terminal is not to be had for anything else."""
import paused_screen

exec("breakpoint()\npaused_screen.show()")  # no file, whose path would be shown
