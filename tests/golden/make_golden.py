#!/usr/bin/env python3
"""Writes the golden numbers of the recurrent layers, additive attention and the whole net, computed by PyTorch in float64.

    python3 tests/golden/make_golden.py        (Debian: apt-get install python3-torch; written with PyTorch 1.13)

Nothing here shares code with src/. A file holds matrices: a line "name rows cols", then one line a row. Sequences are time-major:
(S, B, D) is written as (S * B, D). Inputs and parameters are rounded to float32, so that float code starts from the same numbers.
A gradient of x is called "d x". The same PyTorch gives the same files.
"""
import math
import pathlib

import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def random(*shape, scale=1.0, generator):
    return (scale * torch.randn(*shape, generator=generator)).float().double()


class Golden:
    """The matrices of one file, in order."""

    def __init__(self):
        self.lines = []

    def add(self, name, tensor):
        matrix = torch.as_tensor(tensor).detach()
        matrix = matrix.reshape(1, -1) if matrix.dim() < 2 else matrix.reshape(-1, matrix.shape[-1])
        self.lines.append(f"{name} {matrix.shape[0]} {matrix.shape[1]}")
        for row in matrix.tolist():
            self.lines.append(" ".join(repr(x) for x in row))

    def write(self, name):
        (HERE / name).write_text("\n".join(self.lines) + "\n")


def recurrent(name, layer):
    """A layer of torch.nn, read both ways, over three sentences of five positions."""
    length, batch, width_in, width = 5, 3, 4, 3
    g = torch.Generator().manual_seed(1)
    net = layer(width_in, width, bidirectional=True)
    golden = Golden()
    x = random(length, batch, width_in, generator=g).requires_grad_()
    golden.add("x", x)
    names = {"_l0": "forward.", "_l0_reverse": "backward."}
    parameters = []
    for suffix, prefix in names.items():
        for kind in ("weight_ih", "bias_ih", "weight_hh", "bias_hh"):
            parameter = getattr(net, kind + suffix)
            parameter.data = random(*parameter.shape, scale=0.6, generator=g)
            golden.add(prefix + kind, parameter)
            parameters.append((prefix + kind, parameter))
    states, _ = net(x)
    weights = random(length, batch, 2 * width, generator=g)
    (states * weights).sum().backward()
    golden.add("states", states)
    golden.add("weights", weights)
    golden.add("d_x", x.grad)
    for key, parameter in parameters:
        golden.add("d_" + key, parameter.grad)
    golden.write(name)


def additive(query, key, v, state, states, lengths):
    """Bahdanau et al. 2015, A.1.2 and eq. 5-6. state (B, D), states (S, B, H); position j of sentence b is padding from lengths[b] on."""
    scores = torch.einsum("a,jba->bj", v[0], torch.tanh(state @ query.T + states @ key.T))
    positions = torch.arange(states.shape[0])
    alpha = torch.softmax(scores.masked_fill(positions[None, :] >= lengths[:, None], -math.inf), dim=1)
    return scores, alpha, torch.einsum("bj,jbh->bh", alpha, states)


def attention():
    """One step of additive attention, three sentences of five positions, two of them padded."""
    length, batch, width_state, width_states, width = 5, 3, 4, 6, 3
    g = torch.Generator().manual_seed(2)
    golden = Golden()
    inputs = {
        "query": random(width, width_state, generator=g),
        "key": random(width, width_states, generator=g),
        "v": random(1, width, generator=g),
        "state": random(batch, width_state, generator=g),
        "states": random(length, batch, width_states, generator=g),
    }
    lengths = torch.tensor([5, 2, 4])
    for name, tensor in inputs.items():
        golden.add(name, tensor.requires_grad_())
    golden.add("lengths", lengths.double())
    scores, alpha, context = additive(*inputs.values(), lengths)
    weights = random(batch, width_states, generator=g)
    weights_alpha = random(batch, length, generator=g)
    ((context * weights).sum() + (alpha * weights_alpha).sum()).backward()
    golden.add("scores", scores)
    golden.add("alpha", alpha)
    golden.add("context", context)
    golden.add("weights", weights)
    golden.add("weights_alpha", weights_alpha)
    for name, tensor in inputs.items():
        golden.add("d_" + name, tensor.grad)
    golden.write("attention.txt")


def score(kind, parameters, state, states):
    """e (B, S) of src/layers/attention/kind.h. state (B, D), states (S, B, H)."""
    if kind == "additive":
        return additive(*parameters, state, states, torch.full((states.shape[1],), states.shape[0]))[0]
    if kind == "dot":
        return torch.einsum("bd,jbd->bj", state, states)
    if kind == "scaled-dot":
        return torch.einsum("bd,jbd->bj", state, states) / math.sqrt(state.shape[1])
    if kind == "general":
        return torch.einsum("bd,dh,jbh->bj", state, parameters[0], states)
    if kind == "concat":
        query, key, v = parameters
        both = torch.cat([state.expand(states.shape[0], -1, -1), states], dim=2)
        return torch.einsum("a,jba->bj", v[0], torch.tanh(both @ torch.cat([query, key], dim=1).T))
    if kind == "location":
        return F.pad((state @ parameters[0].T)[:, : states.shape[0]], (0, max(0, states.shape[0] - parameters[0].shape[0])), value=-1e30)
    if kind == "uniform":
        return torch.zeros(state.shape[0], states.shape[0])
    assert kind == "cosine"
    return F.cosine_similarity(state[None].detach(), states.detach(), dim=2).T / 0.1


def score_shapes(kind, state, source, width):
    """Names and shapes of a score's parameters, in the model file's order."""
    return {
        "additive": {"query": (width, state), "key": (width, source), "v": (1, width)},
        "concat": {"query": (width, state), "key": (width, source), "v": (1, width)},
        "general": {"weight": (state, source)},
        "location": {"weight": (width, state)},
    }.get(kind, {})


KINDS = ("additive", "dot", "scaled-dot", "general", "concat", "location", "uniform", "cosine")


def attention_kinds():
    """One step of attention with every score, three sentences of five positions; the location score reaches three of them."""
    length, batch, width_states, width = 5, 3, 4, 3
    for kind in KINDS:
        g = torch.Generator().manual_seed(4)
        golden = Golden()
        state = random(batch, width_states, generator=g).requires_grad_()
        states = random(length, batch, width_states, generator=g).requires_grad_()
        parameters = {name: random(*shape, generator=g).requires_grad_() for name, shape in score_shapes(kind, width_states, width_states, width).items()}
        inputs = {"state": state, "states": states, **parameters}
        for name, tensor in inputs.items():
            golden.add(name, tensor)
        scores = score(kind, list(parameters.values()), state, states)
        alpha = torch.softmax(scores, dim=1)
        context = torch.einsum("bj,jbh->bh", alpha, states)
        weights = random(batch, width_states, generator=g)
        (context * weights).sum().backward()
        for name, tensor in (("scores", scores), ("alpha", alpha), ("context", context), ("weights", weights)):
            golden.add(name, tensor)
        for name, tensor in inputs.items():
            golden.add("d_" + name, torch.zeros_like(tensor) if tensor.grad is None else tensor.grad)
        golden.write(f"attention_{kind}.txt")


class Luong(torch.nn.Module):
    """The net of src/nets/seq2seq.h in Luong's wiring: step, then attend; the attentional state is fed into the next step."""

    def __init__(self, kind, source, target, embedding, encoder, decoder, attention_width):
        super().__init__()
        self.kind = kind
        self.source = torch.nn.Embedding(source, embedding)
        self.encoder = torch.nn.GRU(embedding, encoder, bidirectional=True)
        self.bridge = torch.nn.Linear(2 * encoder, decoder)
        shapes = score_shapes(kind, decoder, 2 * encoder, attention_width)
        self.score = torch.nn.ParameterDict({name: torch.nn.Parameter(torch.empty(*shape)) for name, shape in shapes.items()})
        self.decoder = torch.nn.GRUCell(2 * embedding, decoder)
        self.attentional = torch.nn.Linear(decoder + 2 * encoder, embedding)
        self.target = torch.nn.Embedding(target, embedding)
        self.bias = torch.nn.Parameter(torch.empty(target))

    def forward(self, source, inputs):
        states, last = self.encoder(self.source(source))
        state = torch.tanh(self.bridge(torch.cat([last[0], last[1]], dim=1)))
        fed = torch.zeros(source.shape[1], self.target.embedding_dim)
        logits, attended = [], []
        for y in inputs:
            state = self.decoder(torch.cat([self.target(y), fed], dim=1), state)
            scores = score(self.kind, list(self.score.values()), state, states)
            alpha = torch.softmax(scores, dim=1)
            attended.append((scores, alpha, torch.einsum("bj,jbh->bh", alpha, states)))
            fed = torch.tanh(self.attentional(torch.cat([state, attended[-1][2]], dim=1)))
            logits.append(fed @ self.target.weight.T + self.bias)
        return torch.stack(logits), attended

    def named(self, gradient=False):
        def pick(parameter):
            return parameter.grad if gradient else parameter.data

        split = self.target.embedding_dim
        names = {"encoder.embedding": pick(self.source.weight)}
        for direction, suffix in (("forward", "_l0"), ("backward", "_l0_reverse")):
            for kind in ("weight_ih", "bias_ih", "weight_hh", "bias_hh"):
                names[f"encoder.{direction}.{kind}"] = pick(getattr(self.encoder, kind + suffix))
        names["bridge.weight"], names["bridge.bias"] = pick(self.bridge.weight), pick(self.bridge.bias)
        names.update({f"attention.{name}": pick(parameter) for name, parameter in self.score.items()})
        names["decoder.weight_ih"] = pick(self.decoder.weight_ih)[:, :split]
        for kind in ("bias_ih", "weight_hh", "bias_hh"):
            names[f"decoder.{kind}"] = pick(getattr(self.decoder, kind))
        names["decoder.weight_fh"] = pick(self.decoder.weight_ih)[:, split:]
        names["read_out.weight"], names["read_out.bias"] = pick(self.attentional.weight), pick(self.attentional.bias)
        names["decoder.embedding"] = pick(self.target.weight)
        names["output.bias"] = pick(self.bias)
        return names


class Seq2Seq(torch.nn.Module):
    """The net of src/nets/seq2seq.h: a GRU each way, a GRU decoder fed with [E y; c], tied read-out."""

    def __init__(self, attends, source, target, embedding, encoder, decoder, attention_width):
        super().__init__()
        self.attends = attends
        self.source = torch.nn.Embedding(source, embedding)
        self.encoder = torch.nn.GRU(embedding, encoder, bidirectional=True)
        self.bridge = torch.nn.Linear(2 * encoder, decoder)
        if attends:
            self.query = torch.nn.Parameter(torch.empty(attention_width, decoder))
            self.key = torch.nn.Parameter(torch.empty(attention_width, 2 * encoder))
            self.v = torch.nn.Parameter(torch.empty(1, attention_width))
        self.decoder = torch.nn.GRUCell(embedding + 2 * encoder, decoder)
        self.read_out = torch.nn.Linear(decoder + 2 * encoder + embedding, embedding)
        self.target = torch.nn.Embedding(target, embedding)
        self.bias = torch.nn.Parameter(torch.empty(target))

    def forward(self, source, inputs):
        """source (S, B), inputs (T, B). Returns logits (T, B, V) and what attention did at each step."""
        states, last = self.encoder(self.source(source))
        context = torch.cat([last[0], last[1]], dim=1)
        state = torch.tanh(self.bridge(context))
        lengths = torch.full((source.shape[1],), source.shape[0])
        logits, attended = [], []
        for y in inputs:
            embedded = self.target(y)
            if self.attends:
                attended.append(additive(self.query, self.key, self.v, state, states, lengths))
                context = attended[-1][2]
            state = self.decoder(torch.cat([embedded, context], dim=1), state)
            t = torch.tanh(self.read_out(torch.cat([state, context, embedded], dim=1)))
            logits.append(t @ self.target.weight.T + self.bias)
        return torch.stack(logits), attended

    def named(self, gradient=False):
        """Parameters, or their gradients, under the names of the model file, in its order."""
        def pick(parameter):
            return parameter.grad if gradient else parameter.data

        split = self.target.embedding_dim
        names = {"encoder.embedding": pick(self.source.weight)}
        for direction, suffix in (("forward", "_l0"), ("backward", "_l0_reverse")):
            for kind in ("weight_ih", "bias_ih", "weight_hh", "bias_hh"):
                names[f"encoder.{direction}.{kind}"] = pick(getattr(self.encoder, kind + suffix))
        names["bridge.weight"], names["bridge.bias"] = pick(self.bridge.weight), pick(self.bridge.bias)
        if self.attends:
            names.update({"attention.query": pick(self.query), "attention.key": pick(self.key), "attention.v": pick(self.v)})
        names["decoder.weight_ih"] = pick(self.decoder.weight_ih)[:, :split]
        for kind in ("bias_ih", "weight_hh", "bias_hh"):
            names[f"decoder.{kind}"] = pick(getattr(self.decoder, kind))
        names["decoder.weight_ch"] = pick(self.decoder.weight_ih)[:, split:]
        names["read_out.weight"], names["read_out.bias"] = pick(self.read_out.weight), pick(self.read_out.bias)
        names["decoder.embedding"] = pick(self.target.weight)
        names["output.bias"] = pick(self.bias)
        return names


def seq2seq(make, file):
    """Logits, loss with label smoothing and gradients on one batch; then five updates of Adam on it, clipped, on a schedule."""
    begin, end, source_vocabulary, target_vocabulary = 1, 2, 9, 8
    smoothing, clip, peak, last_rate, warm_up, updates = 0.1, 0.6, 0.02, 0.005, 2, 5
    g = torch.Generator().manual_seed(3)
    net = make(source_vocabulary, target_vocabulary)
    for parameter in net.parameters():
        parameter.data = random(*parameter.shape, scale=0.5, generator=g)
    source = torch.randint(3, source_vocabulary, (4, 3), generator=g)
    targets = [torch.randint(3, target_vocabulary, (n,), generator=g).tolist() for n in (2, 4, 3)]
    length = max(len(t) for t in targets) + 1
    inputs = torch.tensor([([begin] + t + [end] * length)[:length] for t in targets]).T
    outputs = torch.tensor([(t + [end] + [-1] * length)[:length] for t in targets]).T
    tokens = int((outputs >= 0).sum())

    def loss_of():
        logits, attended = net(source, inputs)
        flat, wanted = logits.reshape(-1, target_vocabulary), outputs.reshape(-1)
        smoothed = F.cross_entropy(flat, wanted, ignore_index=-1, reduction="sum", label_smoothing=smoothing)
        plain = F.cross_entropy(flat, wanted, ignore_index=-1, reduction="sum")
        return logits, attended, smoothed, plain

    golden = Golden()
    for name, matrix in (("source", source), ("inputs", inputs), ("targets", outputs)):
        golden.add(name, matrix.double())
    for name, parameter in net.named().items():
        golden.add(name, parameter)
    logits, attended, loss, plain = loss_of()
    loss.backward()
    golden.add("logits", logits)
    if attended:
        golden.add("scores", torch.stack([step[0] for step in attended]))
        golden.add("alpha", torch.stack([step[1] for step in attended]))
        golden.add("contexts", torch.stack([step[2] for step in attended]))
    golden.add("loss", loss)
    golden.add("negative_log_likelihood", plain)
    for name, gradient in net.named(gradient=True).items():
        golden.add("d_" + name, gradient)

    adam = torch.optim.Adam(net.parameters(), betas=(0.9, 0.98), eps=1e-9)
    curve = []
    for update in range(updates):
        adam.zero_grad()
        _, _, loss, plain = loss_of()
        (loss / tokens).backward()
        norm = torch.nn.utils.clip_grad_norm_(net.parameters(), math.inf)
        scale = min(1.0, clip / float(norm))
        for parameter in net.parameters():
            parameter.grad *= scale
        done = (update - warm_up) / (updates - warm_up)
        rate = peak * (update + 1) / warm_up if update < warm_up else last_rate + 0.5 * (peak - last_rate) * (1 + math.cos(math.pi * done))
        adam.param_groups[0]["lr"] = rate
        adam.step()
        curve.append([float(loss) / tokens, float(plain) / tokens, float(norm), rate])
    golden.add("options", [smoothing, clip, peak, last_rate, warm_up, updates])
    golden.add("curve", curve)
    golden.add("trained.output.bias", net.bias)
    golden.add("trained.bridge.weight", net.bridge.weight)
    golden.write(file)


if __name__ == "__main__":
    recurrent("gru.txt", torch.nn.GRU)
    recurrent("lstm.txt", torch.nn.LSTM)
    recurrent("tanh_rnn.txt", torch.nn.RNN)
    attention()
    attention_kinds()
    sizes = {"embedding": 4, "encoder": 3, "decoder": 5, "attention_width": 4}
    seq2seq(lambda source, target: Seq2Seq(True, source, target, **sizes), "seq2seq_attention.txt")
    seq2seq(lambda source, target: Seq2Seq(False, source, target, **sizes), "seq2seq_vector.txt")
    seq2seq(lambda source, target: Luong("general", source, target, **sizes), "seq2seq_luong.txt")
