"Run notebooks in full and store their outputs in them; what a reader should not see is reported."
import json
import os
import re
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from execnb.nbio import dict2nb, nb2str
from fastcore.script import Param, call_parse
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbdev.clean import clean_nb
from nbdev.config import get_config
from notebooks import ROOT, environment, find, name_of

from resnet_course.tools.notebook import whole_file
from resnet_course.tools.results import conditions, load_rows, save_rows

BARS = re.compile(r'<style>(?:(?!</style>).)*?\bprogress\b.*?</style>'  # fastprogress's style sheet
                  r'|<div>\s*<progress\b.*?</progress>[^<]*</div>'      # a bar with its label
                  r'|<progress\b.*?</progress>', re.S)

def text(v): return ''.join(v) if isinstance(v, list) else v

def tidy(o):
    "An output without live widgets and the traces of progress bars; None if nothing else is in it"
    if 'image/png' in o.get('data', {}): o['data'].pop('application/vnd.jupyter.widget-view+json', None)
    if 'text' in o: o['text'] = re.sub(r'[^\n]*\r(?!\n)', '', text(o['text']))
    data = o.get('data', {})
    if 'text/html' in data:
        html = BARS.sub('', text(data['text/html']))
        blank = not re.sub(r'</?(div|p|span)\b[^>]*>', '', html).strip()  # as ended bars are
        if blank or html != text(data['text/html']): o['data'] = {} if blank else {'text/html': html}
    return o if o.get('text', True) and o.get('data', True) else None

def complaints(nb):
    "What a reader should not see in the outputs, a line each"
    ours = {str(Path.home()), str(ROOT), sys.prefix, tempfile.gettempdir()} - {'/'}
    path = re.compile('|'.join(re.escape(p) + r'(?![\w-])' for p in ours))
    for i, c in enumerate(nb['cells'], 1):
        for o in c.get('outputs', []):
            texts = [o.get('text', ''), *(v for k, v in o.get('data', {}).items() if 'text/' in k)]
            said = '\n'.join(map(text, texts))
            if o.get('name') == 'stderr': yield f'cell {i} writes to stderr: {said[:100]!r}'
            if path.search(said): yield f'cell {i} shows a path of this machine'
    size = len(json.dumps(nb))/1e6
    if size > 1: yield f'{size:.1f} MB: more than 1 MB is slow to open'

def run(nb, env):
    "Run `nb`, store its outputs in place, whole or not at all; returns the complaints"
    d, at = nbformat.read(nb, as_version=4), [0]
    client = NotebookClient(d, kernel_name='python3', timeout=None,
                            resources={'metadata': {'path': str(nb.parent)}},
                            extra_arguments=['--Application.log_level=ERROR'],
                            on_cell_execute=lambda cell, cell_index: at.append(cell_index + 1))
    try: client.execute(env=env)
    except (CellExecutionError, DeadKernelError) as e:
        raise RuntimeError(f'cell {at[-1]}: {re.sub(chr(27) + r".*?m", "", str(e))}') from None
    for c in d.cells:
        if 'outputs' in c: c['outputs'] = [o for o in map(tidy, c['outputs']) if o]
    cfg, d = get_config(path=ROOT), dict2nb(json.loads(nbformat.writes(d)))
    clean_nb(d, False, cfg.allowed_metadata_keys.split(), cfg.allowed_cell_metadata_keys.split())
    d['metadata'].pop('widgets', None)
    with whole_file(nb) as tmp: tmp.write_text(nb2str(d), encoding='utf-8', newline='\n')
    return list(complaints(d))

def record(nb, secs):
    "Keep how long it took, for the table in the index"
    rows = [r for r in load_rows('chapters').to_dict('records') if r['notebook'] != name_of(nb)]
    rows.append(dict(notebook=name_of(nb), seconds=round(secs, 1), **conditions()))
    save_rows('chapters', sorted(rows, key=lambda r: r['notebook']))

@call_parse
def main(
    names:Param('Such as 03, tools/fast or tools/*; all of them if none is given', nargs='*'),
    rerun:bool=False, # Run every experiment afresh too, instead of reading its stored rows?
):
    "Run notebooks in full, one after another; one that fails stays as it was"
    os.chdir(ROOT)
    failed, env = 0, environment(**({'RESNET_COURSE_RERUN': 'all'} if rerun else {}))
    for nb in find(names):
        start = time.perf_counter()
        try: bad = run(nb, env)
        except RuntimeError as e:
            failed += 1
            print(f'FAILED           {name_of(nb)}, {e}', flush=True)
            continue
        secs = time.perf_counter() - start
        if not rerun: record(nb, secs)
        print('\n    '.join([f'stored {secs:6.1f} s  {name_of(nb)}', *bad]), flush=True)
    sys.exit(failed > 0)
