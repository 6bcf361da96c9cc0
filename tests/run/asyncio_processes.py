# asyncio's processes: their streams, several at once, their ends.
# no trace: the library's modules are long
import asyncio
import os
from asyncio.subprocess import PIPE


async def converse():
    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    for word in (b"one\n", b"two\n"):
        process.stdin.write(word)
        await process.stdin.drain()
        print(await process.stdout.readline())
    process.stdin.close()
    print(await process.wait(), process.returncode)


async def shell(number):
    process = await asyncio.create_subprocess_shell(f"sleep 0.0{number}; echo {number}; exit {number}", stdout=PIPE)
    output, errors = await process.communicate()
    return number, output, errors, process.returncode


async def ended(process):
    try:
        await asyncio.wait_for(process.wait(), 0.05)
    except asyncio.TimeoutError:
        process.kill()
        print("killed", await process.wait())


async def main():
    await converse()
    print(await asyncio.gather(*(shell(number) for number in (3, 1, 2))))
    await ended(await asyncio.create_subprocess_exec("sleep", "100"))
    try:
        await asyncio.create_subprocess_exec("no_such_program_anywhere")
    except FileNotFoundError as error:
        print(error)


asyncio.run(main())
if hasattr(os, "pidfd_open"):
    asyncio.set_child_watcher(asyncio.PidfdChildWatcher())
    asyncio.run(main())
