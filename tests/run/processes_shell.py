# Other programs by a shell: os.system, and what its wait status says.
import os
import sys

print("before", flush=True)
status = os.system("echo hello from the shell; exit 3")
print(status, os.waitstatus_to_exitcode(status), os.WIFEXITED(status), os.WEXITSTATUS(status))
print(os.system("kill -TERM $$"), os.system("true"), os.system("no_such_program_anywhere 2>/dev/null") >> 8)

# What the program itself has printed so far is still in its buffer.
sys.stdout.write("buffered ")
os.system("echo 'to standard error' >&2")
print("and printed later")
sys.stdout.flush()

# The child sees the environment as the program has left it, and the current folder.
os.environ["GREETING"] = "good morning"
os.system('echo "$GREETING"')
del os.environ["GREETING"]
os.system('echo "[$GREETING]"')
os.chdir("/")
os.system("pwd")

for wrong in ("a\0b", 3):
    try:
        os.system(wrong)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
