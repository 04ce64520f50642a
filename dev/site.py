"The site: pages from the stored notebooks, into _docs/html and a ZIP; nothing runs, no network."
import inspect
import re
import shutil
import subprocess
import sys
from dataclasses import is_dataclass
from importlib import import_module

import nbformat
from fastcore.docments import docments, empty
from notebooks import NBS, ROOT, all_notebooks, name_of

from resnet_course.tools.results import load_rows

OUT, SRC = ROOT/'_docs', ROOT/'_docs'/'src'
DIRECTIVE = re.compile(r'^#\s*\|\s*(\S+?):?(?:\s+(.*?))?\s*$', re.M)
META = dict(kernelspec=dict(name='python3', display_name='Python 3'),
            language_info=dict(name='python', pygments_lexer='ipython3'))
TAGS = {'code-fold': 'hide-input', 'echo': 'remove-input'}
PARTS = {'Build it': '0[0-6]*', 'Use it': '0[7-9]*', 'Understand it': '1[0-2]*',
         'Check yourself': '1[3-5]*', 'Tools': 'tools/*'}

def reading_minutes(nb):
    "120 words a minute, and two seconds for each line of code that is open"
    words = sum(len(c.source.split()) for c in nb.cells if c.cell_type == 'markdown')
    code = [c.source for c in nb.cells if c.cell_type == 'code'
            and not c.source.startswith('#| hide') and '#| code-fold' not in c.source]
    return words/120 + sum(o.count('\n') + 1 for o in code)/30

def time_line(name, nb):
    "How long it takes to read and to run"
    rows = load_rows('chapters').set_index('notebook').seconds
    run = f', {max(1, round(rows[name]/60))} to run on two cores' if name in rows else ''
    return f'<p class="course-time">{max(1, round(reading_minutes(nb)))} minutes to read{run}</p>'

def shown(c, faults):
    "A cell as the page shows it; None if it doesn't"
    if c.cell_type != 'code': return c
    head = dict(DIRECTIVE.findall(c.source))
    c.source = DIRECTIVE.sub('', c.source).strip('\n')
    if 'hide' in head or not c.source: return None
    c.metadata['tags'] = [tag for k, tag in TAGS.items() if k in head]
    if any('image/png' in o.get('data', {}) for o in c.outputs):
        if not head.get('fig-alt'): faults.append(c.source.splitlines()[0])
        c.metadata['mystnb'] = {'image': {'alt': head.get('fig-alt') or 'Figure'}}
    return c

def page(path):
    "Write a notebook's page; returns the first lines of cells whose figures have no words"
    nb, faults, name = nbformat.read(path, as_version=4), [], name_of(path)
    line = '' if name == 'index' else time_line(name, nb)
    nb.cells = [o for c in nb.cells if (o := shown(c, faults))]
    head = nb.cells[0]
    head.source = re.sub(r'^(# .*)$', rf'\1\n\n{line}', head.source, count=1, flags=re.M)
    for c in nb.cells:
        if c.cell_type == 'markdown': c.source = c.source.replace('../images/', 'images/')
    if name == 'index':
        nb.cells.append(nbformat.v4.new_markdown_cell(contents()))
    nb.metadata = nbformat.from_dict(META)
    file = (SRC/name).with_suffix('.ipynb')
    file.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nb, file)
    return faults

def contents():
    "The hidden table of contents, part by part"
    def tree(title, names): return '\n'.join(['```{toctree}', ':hidden:', f':caption: {title}', '',
                                             *names, '```', ''])
    parts = [tree(part, sorted(name_of(o) for o in NBS.glob(f'{glob}.ipynb')))
             for part, glob in PARTS.items() if list(NBS.glob(f'{glob}.ipynb'))]
    pages = sorted(o.stem for o in (ROOT/'docs').glob('*.md'))
    return '\n'.join([*parts, tree('More', [*pages, 'api'])])

def describe(obj, name):
    "A public name as Markdown: signature, sentence, a table of parameters"
    target = obj.__init__ if inspect.isclass(obj) and not is_dataclass(obj) else obj
    try: docs = docments(target, full=True)
    except (OSError, TypeError, ValueError):  # named tuples and the like
        return f'### `{name}`\n\n{inspect.getdoc(obj) or ""}\n'
    args = {k: v for k, v in docs.items() if k not in ('self', 'return') and v is not None}
    text = [f'### `{name}({", ".join(args)})`', '', inspect.getdoc(obj) or '', '']
    if args: text += ['| argument | | default |', '|---|---|---|']
    for k, v in args.items():
        default = '' if v.default in (empty, inspect.Parameter.empty) else f'`{v.default!r}`'
        text.append(f'| `{k}` | {" ".join((v.docment or "").split()).replace("|", "¦")} | {default} |')
    back = docs.get('return')
    if back is not None and back.docment: text += ['', f'Returns {back.docment}']
    return '\n'.join(text) + '\n'

def api():
    "A page of all public names, module by module"
    text = ['# Reference', '']
    for path in all_notebooks():
        found = re.search(r'#\| default_exp (\S+)', path.read_text(encoding='utf-8'))
        module = found and found[1].split('\\n')[0].strip('",')
        if not module or module.startswith('exercises.ch'): continue
        mod = import_module(f'resnet_course.{module}')
        names = [k for k in getattr(mod, '__all__', []) if callable(getattr(mod, k))]
        if not names: continue
        text += [f'## `resnet_course.{module}`', '', inspect.getdoc(mod) or '', '']
        text += [describe(getattr(mod, k), k) for k in names]
    (SRC/'api.md').write_text('\n'.join(text), encoding='utf-8')

def main():
    shutil.rmtree(OUT, ignore_errors=True)
    faults = {}
    for path in all_notebooks():
        if path.parent.name != 'exercises': faults[name_of(path)] = page(path)
    shutil.copytree(ROOT/'images', SRC/'images')
    for extra in (ROOT/'docs').glob('*.md'): shutil.copy(extra, SRC/extra.name)
    api()
    subprocess.run([sys.executable, '-m', 'sphinx', '-q', '-j', '2', '-c', ROOT/'docs', SRC,
                    OUT/'html'], check=True)
    shutil.make_archive(OUT/'resnet_course', 'zip', OUT, 'html')
    for name, lines in faults.items():
        if lines: print(f'{name}: {len(lines)} figures have no fig-alt: {lines}')
    print(f'The site is in {OUT.relative_to(ROOT)}/html: open index.html, or unzip it anywhere')

if __name__ == '__main__': main()
