"Notebooks as tests, by nbdev_test: a line for each as it ends, and `N passed, N failed` last."
import json
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from fastcore.script import Param, call_parse
from notebooks import ROOT, environment, find, name_of

def has_code(nb):
    "Is there anything to run? nbdev_test calls a notebook without code a success"
    for c in json.loads(nb.read_text(encoding='utf-8'))['cells']:
        lines = ''.join(c['source']).splitlines()
        if c['cell_type'] == 'code' and any(o.strip() and o.lstrip()[0] != '#' for o in lines):
            return True

HOUSE = ROOT/'dev'/'house.py'

def run(nb, flags, timeout):
    "Whether it passed, its seconds, what it printed"
    start = time.perf_counter()
    cmd = [Path(sys.executable).with_name('nbdev_test'), '--path', nb, '--flags', flags]
    if nb == HOUSE: cmd = [sys.executable, nb]
    elif not has_code(nb): return False, 0., 'There is no code in it, so nothing was tested.'
    # One thread each: two programs with two threads on two cores wait for each other
    env = environment(MPLBACKEND='agg', OMP_NUM_THREADS='1')
    try: r = subprocess.run(cmd, cwd=ROOT, env=env, timeout=timeout, stdin=subprocess.DEVNULL,
                            capture_output=True, text=True, encoding='utf-8', errors='replace')
    except subprocess.TimeoutExpired: return False, timeout, f'It took more than {timeout} s.'
    ok = r.returncode == 0 and 'Success.' in r.stdout  # it ends with 0 too if it found no notebook
    return ok, time.perf_counter() - start, r.stdout + r.stderr

def plain(text, last=60):
    lines = re.sub(r'\x1b\[[0-9;]*[A-Za-z]', '', text).strip().splitlines()
    return '\n'.join(f'    {o}' for o in lines[-last:])

@call_parse
def main(
    names:Param('Such as 03, tools/fast, tools/* or house; everything if none is given',
                nargs='*'),
    jobs:int=2,       # Notebooks at once
    flags:str='',     # Flags of cells that are left out otherwise, such as `slow`
    timeout:int=1800, # Seconds after which a notebook has failed
):
    "Run notebooks as tests; ends with 0 only if at least one passed and none failed"
    if jobs < 1: sys.exit(f'jobs={jobs}: 1 or more')
    wanted = [n for n in names if n != 'house']
    nbs = find(wanted) if wanted or not names else []
    nbs.sort(key=lambda nb: -nb.stat().st_size)  # the longest first
    if 'house' in names or not names: nbs.append(HOUSE)
    passed, pool = 0, ThreadPoolExecutor(jobs)
    todo = {pool.submit(run, nb, flags, timeout): nb for nb in nbs}
    try:
        for job in as_completed(todo):
            ok, secs, log = job.result()
            passed += ok
            nb = todo[job]
            name = 'house' if nb == HOUSE else name_of(nb)
            print(f"{'ok' if ok else 'FAILED':6} {secs:6.1f} s  {name}", flush=True)
            if not ok: print(plain(log), flush=True)
    finally: pool.shutdown(cancel_futures=True)  # after Ctrl-C no further one starts
    print(f'{passed} passed, {len(nbs) - passed} failed')
    sys.exit(passed < len(nbs) or not passed)
