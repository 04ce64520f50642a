"Build the packages, try the wheel in an empty environment, write the tag; nothing is uploaded."
import shutil
import subprocess
import sys
import tempfile
from configparser import ConfigParser
from pathlib import Path

from notebooks import ROOT

UV = Path(sys.executable).with_name('uv')
TRIAL = '''
import torch, resnet_course
from resnet_course.resnet import resnet18
from resnet_course.data import get_dls
from resnet_course.cnn import basic_cnn
from resnet_course.tools.learner import QuickLearner
assert resnet_course.__file__.startswith({home!r}), resnet_course.__file__
with torch.no_grad(): assert resnet18()(torch.zeros(2, 3, 64, 64)).shape == (2, 1000)
learn = QuickLearner(get_dls('digits'), basic_cnn())
with learn.no_bar(), learn.no_logging(): learn.fit_one_cycle(1, .01)
print(resnet_course.__version__)
'''

def run(*cmd, **kw):
    r = subprocess.run(cmd, text=True, capture_output=True, **kw)
    if r.returncode: sys.exit(f'{" ".join(map(str, cmd))}\n{r.stdout}{r.stderr}')
    return r.stdout.strip()

def main():
    settings = ConfigParser(delimiters=['='])
    settings.read(ROOT/'settings.ini', encoding='utf-8')
    version = settings['DEFAULT']['version']
    tag = f'v{version}'
    if run('git', 'status', '--porcelain', cwd=ROOT): sys.exit('Commit first: a tag names a commit.')
    if tag in run('git', 'tag', cwd=ROOT).split():
        sys.exit(f'{tag} exists. Raise the version in settings.ini.')
    if f'\n## {version}\n' not in (ROOT/'CHANGELOG.md').read_text(encoding='utf-8'):
        sys.exit(f'CHANGELOG.md has no section {version}.')
    shutil.rmtree(ROOT/'dist', ignore_errors=True)
    run(UV, 'build', '--quiet', cwd=ROOT)
    with tempfile.TemporaryDirectory() as tmp:
        home = Path(tmp).resolve()
        wheel, python = next((ROOT/'dist').glob('*.whl')), home/'env'/'bin'/'python'
        run(UV, 'venv', '--quiet', '--python', sys.executable, home/'env')
        run(UV, 'pip', 'install', '--quiet', '--python', python, '-c', ROOT/'constraints.txt', wheel)
        (home/'empty').mkdir()
        got = run(python, '-W', 'ignore', '-c', TRIAL.format(home=str(home)), cwd=home/'empty')
    if got.splitlines()[-1] != version: sys.exit(f'The wheel says {got}, settings.ini {version}.')
    run('git', 'tag', '-a', tag, '-m', tag, cwd=ROOT)
    for file in sorted((ROOT/'dist').iterdir()):
        if file.suffix in ('.whl', '.gz'): print(f'dist/{file.name}: {file.stat().st_size/1e3:.0f} kB')
    print(f'The wheel trains in an empty environment. {tag} is written; `git push origin {tag}` '
          'publishes it.')

if __name__ == '__main__': main()
