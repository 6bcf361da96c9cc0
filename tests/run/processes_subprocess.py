# The library's subprocess on real processes: what it captures, how it ends them, pipelines, errors.
# no trace: the library's modules are long
import os
import signal
import subprocess
import threading
from subprocess import DEVNULL, PIPE, STDOUT

print(subprocess.run(["echo", "captured"], capture_output=True, text=True))
print(subprocess.run("exit 3", shell=True).returncode)
print(subprocess.check_output("cat; echo err >&2", shell=True, input=b"given\n", stderr=STDOUT))
print(subprocess.getstatusoutput("echo said; exit 2"), subprocess.getoutput("echo only"))
subprocess.run(["echo", "inherited"])
subprocess.run("echo gone; echo stays >&2", shell=True, stdout=DEVNULL)

try:
    subprocess.run(["sh", "-c", "echo partly; exit 9"], check=True, stdout=PIPE)
except subprocess.CalledProcessError as error:
    print(error, error.output)
try:
    subprocess.run("echo begun; exec sleep 100", shell=True, stdout=PIPE, timeout=0.5)
except subprocess.TimeoutExpired as error:
    print(error.cmd, error.output)
for command, how in (
    (["no_such_program_anywhere"], {}),
    (["true"], {"cwd": "/no/such/folder"}),
    (["/"], {}),
    (["a\0b"], {}),
    (["true"], {"pass_fds": [900]}),
):
    try:
        subprocess.run(command, **how)
    except (OSError, ValueError) as error:
        print(type(error).__name__, error)

# A pipeline, as a shell would make it.
first = subprocess.Popen(["printf", "%s\n", "pear", "apple", "fig"], stdout=PIPE)
second = subprocess.Popen(["sort"], stdin=first.stdout, stdout=PIPE, text=True)
first.stdout.close()
print(second.communicate(), first.wait())

# A conversation, line by line.
with subprocess.Popen(["cat"], stdin=PIPE, stdout=PIPE, text=True, bufsize=1) as echo:
    for word in ("one", "two"):
        echo.stdin.write(word + "\n")
        print(repr(echo.stdout.readline()), echo.poll())
print(echo.returncode)

# More than pipes hold, both ways at once.
many = b"0123456789abcdef" * 20000
print(len(subprocess.run(["cat"], input=many, stdout=PIPE).stdout))

for end in (subprocess.Popen.terminate, subprocess.Popen.kill, lambda p: p.send_signal(signal.SIGHUP)):
    child = subprocess.Popen(["sleep", "100"])
    end(child)
    print(child.wait(), child.returncode)

# os.popen stands on it.
with os.popen("echo one; echo two") as lines:
    for line in lines:
        print(repr(line))
pipe = os.popen("cat; exit 5", "w")
pipe.write("through cat\n")
print(pipe.close())
print(os.popen("false").close(), os.popen("true").close())

# The environment, a folder, a session, a mask, descriptors that are passed on.
print(subprocess.run(["env"], env={"A": "1", "B": "2"}, stdout=PIPE).stdout)
print(subprocess.run("pwd; umask", shell=True, cwd="/usr", umask=0o77, stdout=PIPE, text=True).stdout.split())
with subprocess.Popen(["cat"], stdin=PIPE, start_new_session=True) as child:
    print(os.getsid(child.pid) == child.pid, os.getpgid(child.pid) == child.pid)
with subprocess.Popen(["cat"], stdin=PIPE, process_group=0) as child:
    print(os.getpgid(child.pid) == child.pid)
reader, writer = os.pipe()
subprocess.run(f"echo passed >&{writer}", shell=True, pass_fds=[writer])
subprocess.run(f"echo lost 2>/dev/null >&{writer}", shell=True, stderr=DEVNULL)
os.close(writer)
print(os.read(reader, 100))
os.close(reader)

# Other threads run while one waits for a child.
events = []


def wait_for(name, seconds):
    events.append((name, subprocess.run(["sleep", seconds]).returncode))


threads = [threading.Thread(target=wait_for, args=each) for each in (("slow", "0.3"), ("quick", "0.05"))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(events)
