"How `make lab` starts JupyterLab: on this machine alone, with a token, on the course's first page."
import zmq

c = get_config()  # noqa: F821  (JupyterLab runs this file)

c.ServerApp.ip = '127.0.0.1'
c.ServerApp.allow_root = True   # a container has nobody else
c.ServerApp.answer_yes = True   # Ctrl-C ends it without a question
c.LabApp.default_url = '/lab/tree/nbs/index.ipynb'
c.FileContentsManager.preferred_dir = 'nbs'
c.Application.log_level = 'ERROR'
c.LabApp.news_url = None        # no pop-up that asks for news
c.LabApp.check_for_updates_class = 'jupyterlab.NeverCheckForUpdate'
c.KernelManager.transport_encryption = 'auto' if zmq.has('curve') else 'disabled'
