"Sphinx's settings for the site; `make docs` prepares the pages that they work on (dev/site.py)."
from configparser import ConfigParser
from importlib.metadata import files
from pathlib import Path

settings = ConfigParser(delimiters=['='])
settings.read(Path(__file__).parents[1]/'settings.ini', encoding='utf-8')
settings = settings['DEFAULT']

project, author, release = settings['title'], settings['author'], settings['version']
copyright = settings['copyright']
extensions = ['myst_nb', 'sphinx_copybutton', 'sphinx.ext.mathjax']
nb_execution_mode = 'off'   # pages show the stored outputs
nb_merge_streams = True
nb_code_prompt_show = 'Show the code'
nb_code_prompt_hide = 'Hide the code'
myst_enable_extensions = ['amsmath', 'dollarmath', 'html_image']
myst_heading_anchors = 3
suppress_warnings = ['mystnb.unknown_mime_type']

# Equations without a network: one file of MathJax 3, which a package from PyPI brings along
mathjax_path = 'tex-svg.js'
mathjax = next(f for f in files('sphinx-mathjax-offline') if f.name == mathjax_path)
html_static_path = ['static', str(mathjax.locate())]

html_theme = 'sphinx_book_theme'
html_title = 'resnet_course'
html_css_files = ['course.css']
html_show_sourcelink = False
html_copy_source = False
html_theme_options = dict(
    repository_url=settings['git_url'], repository_branch=settings['branch'],
    path_to_docs='nbs', use_repository_button=True, use_issues_button=True,
    use_download_button=False, show_navbar_depth=1, show_toc_level=2, home_page_in_toc=True,
    launch_buttons=dict(colab_url='https://colab.research.google.com',
                        binderhub_url='https://mybinder.org'))
