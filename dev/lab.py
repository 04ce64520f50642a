"How `make lab` starts JupyterLab: on this machine alone, with a token, on the course's first page."
import zmq

c = get_config()  # noqa: F821  (JupyterLab runs this file)

c.ServerApp.ip = '127.0.0.1'
c.ServerApp.allow_root = True   # a container has nobody else
c.ServerApp.answer_yes = True   # Ctrl-C ends it without a question
c.LabApp.default_url = '/lab/tree/nbs/index.ipynb'
c.FileContentsManager.preferred_dir = 'nbs'
c.Application.log_level = 'ERROR'
c.LabApp.check_for_updates_class = 'jupyterlab.NeverCheckForUpdate'
c.KernelManager.transport_encryption = 'auto' if zmq.has('curve') else 'disabled'

def without_news(handler, page):
    "The page's settings, without the pop-up that asks whether one wants Jupyter's news"
    off = page.setdefault('disabledExtensions', [])
    off.append('@jupyterlab/apputils-extension:announcements')
    return page

c.ServerApp.tornado_settings = dict(page_config_hook=without_news)
