"The networks of the page to draw on: 37 layers with skips and without, trained on MNIST, a letter a weight."
import base64
import json
from functools import partial

import torch
from notebooks import ROOT
from torch import nn

from resnet_course.data import get_dls
from resnet_course.resblock import ResBlock, res_cnn
from resnet_course.tools.learner import QuickLearner, accuracy, set_seed
from resnet_course.tools.notebook import whole_file

FILE = ROOT/'docs'/'static'/'draw-weights.js'
EPOCHS = 4
RATES = dict(residual=.03, plain=.01)  # the best of .003, .01, .03 after one epoch
LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

def make_net(skip):
    "Chapter 03's 37 layers, with skips or without"
    return res_cnn(partial(ResBlock, shortcut='identity' if skip else 'none'), n_blocks=4)

def train(skip, lr, epochs, seed=0):
    "A trained network and its accuracy on the test images"
    set_seed(seed)
    learn = QuickLearner(get_dls('mnist', bs=128, valid='test'), make_net(skip), metrics=accuracy)
    with learn.no_bar(): learn.fit_one_cycle(epochs, lr)
    return learn.model.eval(), learn.recorder.values[-1][-1]

@torch.no_grad()
def rounded(net):
    "Weights of convolutions to 63 steps a filter, in place; the letters and steps of each layer"
    layers = []
    for m in net.modules():
        if isinstance(m, nn.Conv2d):
            step = m.weight.flatten(1).abs().amax(1).clamp(min=1e-12)/31
            whole = (m.weight/step.view(-1, 1, 1, 1)).round()
            m.weight.copy_(whole*step.view(-1, 1, 1, 1))
            text = ''.join(LETTERS[int(v) + 31] for v in whole.flatten())
            layers.append(dict(shape=list(m.weight.shape), stride=m.stride[0], weights=text,
                               step=floats(step)))
        elif isinstance(m, nn.BatchNorm2d):
            scale = m.weight/(m.running_var + m.eps).sqrt()
            layers[-1].update(scale=floats(scale), shift=floats(m.bias - m.running_mean*scale))
    return layers

def floats(v): return base64.b64encode(v.numpy().astype('<f4').tobytes()).decode()

def nets_of_page():
    "The three networks of the page as PyTorch has them, for bytes (N,1,28,28)"
    data = json.loads(FILE.read_text(encoding='utf-8').removeprefix('const NETS = '))
    nets = {}
    for way, name, skip in (('on', 'residual', True), ('off', 'residual', False), ('plain', 'plain', False)):
        net = nets[way] = make_net(skip).eval()
        convs, norms = ([m for m in net.modules() if isinstance(m, t)] for t in (nn.Conv2d, nn.BatchNorm2d))
        for layer, conv, norm in zip(data[name], convs, norms, strict=True): put(layer, conv, norm)
        net.forward = partial(scores, net.forward, data['mean'], data['std'])
    return nets

def scores(forward, mean, std, x): return forward((x/255 - mean)/std)

@torch.no_grad()
def put(layer, conv, norm):
    "The weights of one layer of the page into PyTorch's"
    whole = torch.tensor([LETTERS.index(c) - 31. for c in layer['weights']]).view(layer['shape'])
    conv.weight.copy_(whole*numbers(layer['step']).view(-1, 1, 1, 1))
    norm.weight.copy_(numbers(layer['scale'])*(norm.running_var + norm.eps).sqrt())
    norm.bias.copy_(numbers(layer['shift']))

def numbers(text): return torch.frombuffer(bytearray(base64.b64decode(text)), dtype=torch.float32)

def facts(nets):
    right = {k: f'{100*v:.1f} %' for k, v in nets.items()}
    return (f"Each network has 128,396 parameters and was trained for {EPOCHS} epochs on MNIST's 60,000 "
            f"digits. Of the 10,000 test digits the one with skips gets {right['residual']} right, with its "
            f"skips switched off {right['off']}; the one trained without skips {right['plain']}.")

def right(net, dls):
    "Share of the test images that a network gets right"
    with torch.no_grad(): ok = [(net(x).argmax(1) == y).float().mean(0, True) for x, y in dls.valid]
    return torch.cat(ok).mean().item()  # equal batches

def main():
    dls, out, shares = get_dls('mnist', bs=125, valid='test'), {}, {}
    for name, skip in (('residual', True), ('plain', False)):
        net = train(skip, RATES[name], EPOCHS)[0]
        out[name] = rounded(net)
        shares[name] = right(net, dls)
        if skip:
            for m in net.modules():
                if isinstance(m, ResBlock): m.downsample = None  # the same weights without the sum
            shares['off'] = right(net, dls)
    mean, std = (v.item() for v in dls.stats)
    out |= dict(mean=mean, std=std, facts=facts(shares))
    with whole_file(FILE) as tmp: tmp.write_text(f'const NETS = {json.dumps(out)}\n')
    print(out['facts'], f'{FILE.stat().st_size/1000:.0f} kB')

if __name__ == '__main__': main()
