"README.md from nbs/index.ipynb with its stored outputs."
import os
import posixpath
import re
import sys

import nbformat
from nbconvert import MarkdownExporter
from notebooks import NBS, ROOT

CODE = re.compile(r'(^```.*?^```|`[^`\n]*`)', re.S | re.M)
LINK = re.compile(r'''(\]\(\s*|\b(?:src|href)=["'])([^)\s"']+)''')

def relink(m):
    "An address as seen from the folder above; one that leads nowhere ends it all"
    if re.match(r'[a-z]+:|[#/]', m[2], re.I): return m[0]
    path, mark, anchor = posixpath.normpath(posixpath.join('nbs', m[2])).partition('#')
    if not (ROOT/path).exists(): sys.exit(f'index.ipynb links to {m[2]}, which is not there')
    return f'{m[1]}{path}{mark}{anchor}'

def cell(i, c):
    "A cell as the README shows it; None if it doesn't"
    if c.cell_type != 'code': return c
    head = [o for o in c.source.splitlines() if re.match(r'\s*#\s*\|', o)]
    if any('hide' in o for o in head): return None
    for o in c.outputs:
        pictures = [k for k in o.get('data', {}) if k.startswith('image/')]
        if pictures: sys.exit(f'index.ipynb, cell {i} holds a picture: draw it into images/')
        if 'text' in o or o.output_type == 'error': sys.exit(f'index.ipynb, cell {i} prints')
    c.source = '\n'.join(o for o in c.source.splitlines() if o not in head)
    folded = any('code-fold' in o or 'echo: false' in o for o in head)
    c.metadata = nbformat.from_dict({'transient': {'remove_source': True}} if folded else {})
    return c if c.source or c.outputs else None

def readme():
    nb = nbformat.read(NBS/'index.ipynb', as_version=4)
    nb.cells = [o for i, c in enumerate(nb.cells, 1) if (o := cell(i, c))]
    nb.metadata = nbformat.from_dict({'language_info': {'name': 'python'}})
    text, _ = MarkdownExporter().from_notebook_node(nb)
    text = re.sub(r'<style.*?</style>\s*', '', text, flags=re.S)  # pandas brings them along
    text = '\n'.join(o.rstrip() for o in text.splitlines())
    parts = [p if i % 2 else LINK.sub(relink, re.sub(r'\n{3,}', '\n\n', p))
             for i, p in enumerate(CODE.split(text))]
    return ''.join(parts).strip() + '\n'

if __name__ == '__main__':
    text, new = readme(), ROOT/'README.md.tmp'
    new.write_text(text, encoding='utf-8', newline='\n')
    os.replace(new, ROOT/'README.md')
