"""PyTorch, one thread, as an engine: the protocol of core/native.cpp on standard input and output.

`pytorch.py --about` prints its version and the BLAS library that it loaded, as JSON.
"""
import json
import struct
import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(1)

BEGIN, END, LOSSES_KEPT = 1, 2, 16


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header, data = json.loads(file.read(length)), file.read()
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            tensors[name] = torch.frombuffer(bytearray(data[begin:end]), dtype=torch.float32).reshape(entry["shape"])
    return {name: t.flatten() if "bias" in name or name == "attention.v" else t for name, t in tensors.items()}


class Net:
    """The translator of src/nets/seq2seq.h. PyTorch's GRU is the core's variant."""

    def __init__(self, p):
        self.p = p
        self.encoder_weights = [p[f"encoder.{way}.{part}"] for way in ("forward", "backward")
                                for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
        self.width = p["encoder.forward.weight_hh"].shape[1]

    def encode(self, ids):
        """ids: (S, B). Returns states (B, S, H), keys (B, S, A) and the first state (B, D)."""
        p, x = self.p, F.embedding(ids, self.p["encoder.embedding"])
        zero = x.new_zeros(2, x.shape[1], self.width)
        states, last = torch.gru(x, zero, self.encoder_weights, True, 1, 0.0, False, True, False)
        states = states.transpose(0, 1).contiguous()
        start = torch.tanh(F.linear(torch.cat((last[0], last[1]), 1), p["bridge.weight"], p["bridge.bias"]))
        return states, F.linear(states, p["attention.key"]), start

    def step(self, encoded, state, embedded, weight):
        """weight: [W_ih, W_ch]. Returns s_i and c_i."""
        p, (states, keys, _) = self.p, encoded
        sums = torch.tanh(keys + F.linear(state, p["attention.query"]).unsqueeze(1))
        alpha = torch.softmax(sums @ p["attention.v"], 1)
        context = torch.bmm(alpha.unsqueeze(1), states).squeeze(1)
        state = torch.gru_cell(torch.cat((embedded, context), 1), state, weight, p["decoder.weight_hh"],
                               p["decoder.bias_ih"], p["decoder.bias_hh"])
        return state, context

    def input_weight(self):
        return torch.cat((self.p["decoder.weight_ih"], self.p["decoder.weight_ch"]), 1)

    def logits(self, hidden, context, embedded):
        p = self.p
        read_out = torch.tanh(F.linear(torch.cat((hidden, context, embedded), -1), p["read_out.weight"], p["read_out.bias"]))
        return F.linear(read_out, p["decoder.embedding"], p["output.bias"])


class Sentences:
    def __init__(self, spec):
        self.net = Net(read_safetensors(spec["weights"]))
        self.weight = self.net.input_weight()
        self.sources, self.most, self.at = spec["sources"], spec["most_tokens"], 0
        self.targets = [[] for _ in self.sources]

    def run(self):
        with torch.inference_mode():
            encoded = self.net.encode(torch.tensor(self.sources[self.at]).unsqueeze(1))
            state, ids, last = encoded[2], [], torch.tensor([BEGIN])
            while len(ids) < self.most:
                embedded = F.embedding(last, self.net.p["decoder.embedding"])
                state, context = self.net.step(encoded, state, embedded, self.weight)
                last = self.net.logits(state, context, embedded).argmax(1)
                ids.append(last.item())
                if ids[-1] == END:
                    break
        self.targets[self.at] = ids
        self.at = (self.at + 1) % len(self.sources)

    def result(self):
        return self.targets


class Training:
    def __init__(self, spec):
        self.net = Net({name: t.requires_grad_() for name, t in read_safetensors(spec["weights"]).items()})
        batch = spec["batch"]
        shaped = lambda ids: torch.tensor(ids).reshape(-1, batch["size"])
        self.source, self.inputs, self.targets = shaped(batch["source"]), shaped(batch["inputs"]), torch.tensor(batch["targets"])
        self.adam = torch.optim.Adam(self.net.p.values(), lr=spec["rate"], betas=(0.9, 0.98), eps=spec["epsilon"])
        self.losses = []

    def run(self):
        net = self.net
        encoded = net.encode(self.source)
        embedded = F.embedding(self.inputs, net.p["decoder.embedding"])
        weight, state, hidden, contexts = net.input_weight(), encoded[2], [], []
        for one in embedded:
            state, context = net.step(encoded, state, one, weight)
            hidden.append(state)
            contexts.append(context)
        logits = net.logits(torch.stack(hidden), torch.stack(contexts), embedded)
        loss = F.cross_entropy(logits.flatten(0, 1), self.targets, ignore_index=-1)
        self.adam.zero_grad(set_to_none=True)
        loss.backward()
        self.adam.step()
        if len(self.losses) < LOSSES_KEPT:
            self.losses.append(loss.item())

    def result(self):
        return self.losses


class Product:
    def __init__(self, spec):
        self.flops, self.bytes = 2.0 * spec["m"] * spec["n"] * spec["k"], 4.0 * spec["n"] * spec["k"]
        self.a, self.b = torch.rand(spec["m"], spec["k"]) - 0.5, torch.rand(spec["n"], spec["k"]) - 0.5

    def run(self):
        with torch.inference_mode():
            F.linear(self.a, self.b)

    def result(self):
        return []


KINDS = {"sentence": Sentences, "training": Training, "product": Product}


def blas():
    """The file of the BLAS library that is mapped into this process, where the system says."""
    torch.rand(8, 8) @ torch.rand(8, 8)
    try:
        with open("/proc/self/maps") as maps:
            files = {line.split()[-1] for line in maps}
    except OSError:
        return ""
    names = [f for f in files if "blas" in f.rsplit("/", 1)[-1] or "mkl" in f.rsplit("/", 1)[-1]]
    return sorted(names, key=lambda f: "openblas" not in f.rsplit("/", 1)[-1])[0] if names else ""


def main():
    if sys.argv[1:] == ["--about"]:
        return print(json.dumps({"version": torch.__version__, "blas": blas(), "threads": torch.get_num_threads()}))
    jobs = []
    for line in sys.stdin:
        question = json.loads(line)
        try:
            if "make" in question:
                spec = question["make"]
                jobs.append(KINDS[spec["kind"]](spec))
                answer = {"job": len(jobs) - 1, "flops": getattr(jobs[-1], "flops", 0), "bytes": getattr(jobs[-1], "bytes", 0)}
            elif "run" in question:
                job, begin = jobs[question["run"]], time.perf_counter()
                for _ in range(question["times"]):
                    job.run()
                answer = {"seconds": time.perf_counter() - begin}
            elif "result" in question:
                answer = {"result": jobs[question["result"]].result()}
            else:
                jobs[question["drop"]] = None
                answer = {}
        except Exception as error:  # the harness reports the sentence and goes on
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
