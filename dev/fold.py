"Fold in JupyterLab what the notebooks mark with `#| code-fold: true`; part of `make export`."
import json
import re

from notebooks import all_notebooks

def fold(nb):
    "Set or take away `jupyter.source_hidden` by each code cell's directives; has anything changed?"
    d = json.loads(nb.read_text(encoding='utf-8'))
    before = json.dumps(d)
    for c in d['cells']:
        if c['cell_type'] != 'code': continue
        head = re.match(r'(\s*#\s*\|.*\n?)*', ''.join(c['source']))[0]
        hidden = re.search(r'#\s*\|\s*(code-fold:\s*true|hide|default_exp)\b', head) is not None
        marks = {k: v for k, v in c['metadata'].get('jupyter', {}).items() if k != 'source_hidden'}
        if hidden: marks['source_hidden'] = True
        c['metadata'].pop('jupyter', None)
        if marks: c['metadata']['jupyter'] = marks
    if json.dumps(d) == before: return False
    text = json.dumps(d, sort_keys=True, indent=1, ensure_ascii=False) + '\n'
    nb.write_text(text, encoding='utf-8', newline='\n')
    return True

if __name__ == '__main__':
    for nb in all_notebooks(): fold(nb)
