"The course in a real browser: the site from disk, the page to draw on, chapters in JupyterLab."
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch
from fastcore.script import Param, call_parse
from notebooks import ROOT, environment, find, name_of

SITE = ROOT/'_docs'/'html'

def chromium():
    "Debian's Chromium, or Chrome; None: the one that Playwright has downloaded, if any"
    return next(filter(None, map(shutil.which, ('chromium', 'chromium-browser', 'google-chrome'))), None)

def new_page(browser, **kw):
    "A page that notes in `page.faults` every error, and every request to another host"
    page = browser.new_page(**kw)
    page.faults = []
    page.set_default_timeout(60_000)
    page.on('pageerror', lambda e: page.faults.append(f'error: {e}'))
    def asked(r):
        local = r.url.startswith(('file:', 'data:', 'blob:', 'http://127.0.0.1', 'ws://127.0.0.1'))
        if not local: page.faults.append(f'asks {r.url}')
    page.on('request', asked)
    return page

# The site, opened from disk

def test_pages_ask_nobody(browser):
    for file in sorted(SITE.glob('*.html')):
        page = new_page(browser)
        page.goto(file.as_uri())
        assert page.locator('h1').count() or file.stem in ('genindex', 'search'), f'{file.name}: empty'
        assert not page.faults, f'{file.name}: {page.faults}'
        page.close()

def test_search_finds(browser):
    page = new_page(browser)
    page.goto((SITE/'search.html').as_uri() + '?q=degradation')
    page.wait_for_selector('#search-results li')
    assert page.locator('#search-results li').count() > 1

def test_code_unfolds_and_dark_mode_is_dark(browser):
    page = new_page(browser, color_scheme='dark')
    page.goto((SITE/'03_resblock.html').as_uri())
    fold = page.locator('details.hide').first
    assert not fold.get_attribute('open')
    fold.locator('summary').click()
    assert fold.get_attribute('open') is not None
    back = page.evaluate('getComputedStyle(document.body).backgroundColor')
    assert sum(map(int, re.findall(r'\d+', back)[:3])) < 150, back

def test_phones_need_no_sideways_scrolling(browser):
    page = new_page(browser, viewport=dict(width=400, height=800))
    for name in ('index', '03_resblock', 'draw'):
        page.goto((SITE/f'{name}.html').as_uri())
        assert page.evaluate('document.documentElement.scrollWidth') <= 400, name

def test_everyone_can_read_it(browser):
    "No serious finding of axe-core, in both colour schemes"
    from axe_playwright_python.sync_playwright import Axe
    pages = {'light': ('index', '01_basic_cnn', '13_questionnaire', 'draw', 'api'),
             'dark': ('03_resblock', '_static/draw')}
    for scheme, names in pages.items():
        page = new_page(browser, color_scheme=scheme)
        for name in names:
            page.goto((SITE/f'{name}.html').as_uri())
            faults = [f"{v['id']} ({len(v['nodes'])}): {v['nodes'][0]['html'][:150]}"
                      for v in Axe().run(page).response['violations']
                      if v['impact'] in ('serious', 'critical')]
            assert not faults, f'{name}, {scheme}: ' + '; '.join(faults)

# The page to draw on

def test_scores_are_those_of_pytorch(browser):
    from demo import nets_of_page
    from resnet_course.data import get_dls
    x = get_dls('mnist', n=200, n_valid=100).valid_ds.x
    page = new_page(browser)
    page.goto((SITE/'_static'/'draw.html').as_uri())
    for way, net in nets_of_page().items():
        with torch.no_grad(): want = net(x)
        got = page.evaluate(f'xs => xs.map(x => window.scores(x, "{way}"))', x.flatten(1).tolist())
        worst = (torch.tensor(got) - want).abs().max().item()
        assert worst < 1e-4*max(1, want.abs().max().item()), f'{way}: off by {worst}'
    assert not page.faults, page.faults

def test_mouse_keys_and_switch(browser):
    page = new_page(browser)
    page.goto((SITE/'_static'/'draw.html').as_uri())
    box = page.locator('#pad').bounding_box()
    x, top = box['x'] + box['width']/2, box['y'] + box['height']/4
    page.mouse.move(x, top)
    page.mouse.down()
    for i in range(15): page.mouse.move(x, top + 10*i)
    page.mouse.up()
    page.wait_for_function('document.getElementById("said").textContent.includes("takes this")')
    assert page.locator('#maps canvas').count() > 20
    page.get_by_label('the same weights').check()
    page.get_by_role('button', name='Clear').click()
    page.locator('#pad').focus()
    for key in (' ', *['ArrowDown']*8): page.keyboard.press(key)
    page.wait_for_function('document.getElementById("says-off").textContent.includes("→")')
    assert not page.faults, page.faults

# Chapters in JupyterLab

class Lab:
    "JupyterLab as `make lab` starts it, on a copy of the checkout's notebooks"
    def __enter__(self):
        self.root = Path(tempfile.mkdtemp())
        for name in ('nbs', 'images', 'dev', 'settings.ini'):
            copy = shutil.copytree if (ROOT/name).is_dir() else shutil.copy
            copy(ROOT/name, self.root/name)
        self.before = self.files()
        self.log = open(self.root/'lab.log', 'w+')
        more = ['--LabApp.expose_app_in_browser=True', '--no-browser', '--ServerApp.port=0']
        self.job = subprocess.Popen([Path(sys.executable).with_name('jupyter'), 'lab',
                                     '--config=dev/lab.py', *more], cwd=self.root, env=environment(),
                                    stdout=self.log, stderr=subprocess.STDOUT)
        while not (found := re.search(r'(http://127\S+?)/lab\S*token=(\w+)', self.said())):
            if self.job.poll() is not None: raise RuntimeError(self.said())
            time.sleep(.3)
        self.base, self.token = found.groups()
        return self

    def said(self): return (self.root/'lab.log').read_text()
    def files(self):
        return {p.relative_to(self.root).as_posix() for p in self.root.rglob('*')
                if not {'.ipynb_checkpoints', '__pycache__'} & set(p.parts)}

    def __exit__(self, *_):
        self.job.terminate()
        self.job.wait()
        shutil.rmtree(self.root)

    def run(self, browser, nb):
        "Run All; the seconds, and what is wrong with the result"
        page, start = new_page(browser, viewport=dict(width=1200, height=900)), time.time()
        page.set_default_timeout(900_000)
        page.goto(f'{self.base}/lab/tree/nbs/{name_of(nb)}.ipynb?token={self.token}&reset')
        page.wait_for_function('window.jupyterapp?.commands.hasCommand("notebook:run-all-cells")')
        page.wait_for_selector('.jp-Notebook .jp-Cell')
        page.wait_for_timeout(2000)
        page.evaluate('window.jupyterapp.commands.execute("notebook:run-all-cells")')
        page.evaluate('window.jupyterapp.commands.execute("docmanager:save")')
        page.wait_for_timeout(1000)
        faults = self.draw(page) + [f for f in page.faults if 'ResizeObserver' not in f]
        page.close()
        return time.time() - start, faults + self.wrong(name_of(nb))

    def draw(self, page):
        "Where there is a square to draw on: a stroke has to change what the networks say"
        pad = page.locator('.jp-OutputArea canvas[tabindex]').first
        if not page.locator('.jp-OutputArea canvas[tabindex]').count(): return []
        said = page.locator('.jp-OutputArea [role=status]').first
        pad.scroll_into_view_if_needed()
        before, box = said.text_content(), pad.bounding_box()
        page.mouse.move(box['x'] + 20, box['y'] + 110)
        page.mouse.down()
        for i in range(18): page.mouse.move(box['x'] + 20 + 10*i, box['y'] + 110)
        page.mouse.up()
        for _ in range(50):
            if said.text_content() != before: return []
            page.wait_for_timeout(100)
        return [f'a stroke changes nothing: {before}']

    def wrong(self, name):
        cells = json.loads((self.root/'nbs'/f'{name}.ipynb').read_text(encoding='utf-8'))['cells']
        code = [c for c in cells if c['cell_type'] == 'code' and ''.join(c['source']).strip()]
        outs = [o for c in code for o in c['outputs']]
        left = sum(c['execution_count'] is None for c in code)
        return ([f'{left} of {len(code)} cells did not run']*(left > 0)
                + [f'{o["ename"]}: {o["evalue"][:200]}' for o in outs if o['output_type'] == 'error']
                + [f'stderr: {"".join(o["text"])[:200]}' for o in outs if o.get('name') == 'stderr']
                + [f'leaves {f}' for f in sorted(self.files() - self.before)[:5]
                   if f != 'lab.log' and 'nbs/results' not in f])

@call_parse
def main(
    chapters:Param('Chapters to run in JupyterLab, such as 01; none: the site alone', nargs='*'),
):
    "Test the site and, if asked for, chapters; ends with `N passed, N failed`"
    try: from playwright.sync_api import sync_playwright
    except ImportError: sys.exit("Playwright is missing: make browser installs it")
    passed = failed = 0
    with sync_playwright() as p:
        try: browser = p.chromium.launch(executable_path=chromium(), args=['--no-sandbox'])
        except Exception as e:
            return print(f'skipped: no Chromium here ({str(e).splitlines()[0]})')
        def note(name, secs, faults):
            nonlocal passed, failed
            print(f'{"FAILED" if faults else "passed"} {secs:6.1f} s  {name}', *faults, sep='\n    '
                  if faults else '', flush=True)
            passed, failed = passed + (not faults), failed + bool(faults)
        for name, test in [(k, v) for k, v in globals().items() if k.startswith('test_')]:
            start, faults = time.time(), []
            try: test(browser)
            except Exception as e: faults = [f'{type(e).__name__}: {e}']
            note(name, time.time() - start, faults)
        if chapters:
            with Lab() as lab:
                for nb in find(chapters): note(f'JupyterLab, {name_of(nb)}', *lab.run(browser, nb))
    print(f'{passed} passed, {failed} failed')
    sys.exit(failed > 0)
