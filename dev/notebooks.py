"What the scripts of this folder share: which notebooks there are, and where they run."
import os
import sys
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NBS = ROOT/'nbs'

def name_of(nb): return nb.relative_to(NBS).with_suffix('').as_posix()

def all_notebooks():
    "In reading order: the index, the chapters, the tools, the exercises"
    found = [nb for nb in NBS.rglob('*.ipynb')
             if not any(p[0] in '._' for p in nb.relative_to(NBS).parts)]
    return sorted(found, key=lambda nb: (nb.stem != 'index', nb.parent != NBS,
                                         nb.parent.name != 'tools', name_of(nb)))

def find(names):
    "Notebooks called so: 03, 03_resblock, nbs/03_resblock.ipynb, tools/*; without names, all"
    nbs = all_notebooks()
    def called(nb, name):
        name = name.replace('\\', '/').removeprefix('nbs/').removesuffix('.ipynb')
        return nb.stem.startswith(f'{name}_') or nb.stem == name or fnmatch(name_of(nb), name)
    for name in names:
        if not any(called(nb, name) for nb in nbs):
            sys.exit(f"No notebook is called '{name}'. There are: {', '.join(map(name_of, nbs))}")
    return [nb for nb in nbs if not names or any(called(nb, n) for n in names)]

def environment(**more):
    "Without VIRTUAL_ENV: where it names another environment, IPython would mix that one in"
    env = {k: v for k, v in os.environ.items() if k not in ('VIRTUAL_ENV', 'IN_TEST', 'MPLBACKEND')}
    return dict(env, JUPYTER_PREFER_ENV_PATH='1', PYDEVD_DISABLE_FILE_VALIDATION='1',
                PYTHONIOENCODING='utf-8', **more)
