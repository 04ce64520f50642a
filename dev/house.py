"Checks of the house itself: who may import whom, what an import costs, the scripts of this folder."
import ast
import json
import subprocess
import sys
import tempfile
from configparser import ConfigParser
from graphlib import TopologicalSorter
from pathlib import Path

import nbformat
from notebooks import ROOT, all_notebooks

PACKAGE = ROOT/'resnet_course'
NETWORKS = {'cnn', 'layers', 'resblock', 'densenet', 'resnet', 'bottleneck'}
CHAPTERS = {'depth', 'gradients', 'landscape', 'research', 'imagenette', 'photos', 'speedrun'}

def imports():
    "Module to the modules of the house that it imports, as `'tools.fast'`"
    found = {}
    for file in PACKAGE.rglob('*.py'):
        if file.stem.startswith('_'): continue
        name = '.'.join(file.relative_to(PACKAGE).with_suffix('').parts)
        found[name] = set()
        for node in ast.walk(ast.parse(file.read_text(encoding='utf-8'))):
            if isinstance(node, ast.ImportFrom) and node.level:
                base = name.split('.')[:-node.level]
                found[name].add('.'.join([*base, *(node.module or '').split('.')]).strip('.'))
    return found

def floor(name):
    "0 args, 1 networks, 2 data and tools, 3 what chapters measure, 4 exercises"
    room = name.split('.')[0]
    return (0 if room == 'args' else 1 if room in NETWORKS else 3 if room in CHAPTERS else
            4 if room == 'exercises' else 2)

def test_no_arrow_upwards():
    for name, those in imports().items():
        above = [o for o in those if floor(o) > floor(name)]
        assert not above, f'{name} imports {above}, which stand above it'

def test_no_circle(): list(TopologicalSorter(imports()).static_order())

def test_networks_need_torch_alone():
    names = sorted(NETWORKS) + ['tools.nettest', 'tools.lint', 'tools.cost', 'args']
    code = ''.join(f'import resnet_course.{n}\n' for n in names)
    code += "import sys\nprint({'fastai', 'torchvision', 'matplotlib', 'pandas'} & set(sys.modules))"
    got = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True, cwd=ROOT)
    assert got.stdout.strip() == 'set()', got

def test_no_file_is_long():
    for file in PACKAGE.rglob('*.py'):
        n = len(file.read_text(encoding='utf-8').splitlines())
        assert n <= 250 or file.stem == '_modidx', f'{file.name}: {n} lines'

def test_pyproject_says_what_settings_say():
    if sys.version_info < (3, 11): return  # has no tomllib
    import tomllib
    new = tomllib.loads((ROOT/'pyproject.toml').read_text())['tool']['nbdev']
    old = ConfigParser(delimiters=['='])
    old.read(ROOT/'settings.ini', encoding='utf-8')
    for k, v in new.items():
        was = old['DEFAULT'][k]
        assert was == (' '.join(v) if isinstance(v, list) else str(v)) or was == str(v).title(), k

def test_folds_are_set():
    for nb in all_notebooks():
        for c in json.loads(nb.read_text(encoding='utf-8'))['cells']:
            hidden = c['metadata'].get('jupyter', {}).get('source_hidden', False)
            marked = '#| code-fold: true' in ''.join(c['source'])
            assert hidden or not marked, f'{nb.name}: run make export'

def test_failures_are_counted():
    from test import run
    with tempfile.TemporaryDirectory() as tmp:
        for source, ok in (('assert True', True), ('assert False', False), ('# nothing', False),
                           ('import os; os._exit(0)', False)):
            nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
            nbformat.write(nb, Path(tmp)/'a.ipynb')
            assert run(Path(tmp)/'a.ipynb', '', 60)[0] == ok, source

def test_install_empties_no_folder():
    if sys.platform == 'win32': return
    with tempfile.TemporaryDirectory() as tmp:
        mine = Path(tmp)/'thesis.txt'
        mine.write_text('all of it')
        for target in ('install', 'test'):
            r = subprocess.run(['make', target, f'VENV={tmp}'], cwd=ROOT, capture_output=True, text=True)
            assert r.returncode and 'has files in it' in r.stderr and mine.exists(), r
    r = subprocess.run(['make', 'install', 'VENV='], cwd=ROOT, capture_output=True, text=True)
    assert r.returncode and 'VENV is empty' in r.stderr, r

if __name__ == '__main__':
    for name, test in list(globals().items()):
        if name.startswith('test_'):
            test()
            print('ok', name)
    print('Success.')
