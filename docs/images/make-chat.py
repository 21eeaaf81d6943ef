#!/usr/bin/env python3
"""Makes chat.svg anew: plays a session of MeshChat with real processes and draws what alice's terminal showed, as an SVG that moves.

First: dotnet build samples/MeshChat -c Release
"""
import html, os, queue, re, shutil, subprocess, tempfile, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(HERE, "../../samples/MeshChat/bin/Release/net8.0/MeshChat.dll")
WIDTH, LINE, LEFT, TOP, LETTER = 820, 22, 20, 58, 8.4
COLUMNS = int((WIDTH - 2 * LEFT) / LETTER)


class Chatter:
    """One person at a terminal: what is typed goes in, what is shown comes out, each line with its time."""

    def __init__(self, name, home):
        self.name, self.home, self.shown, self.lines = name, home, [], queue.Queue()
        self.start()

    def start(self):
        command = ["dotnet", PROGRAM, self.name, "--quick", "--data", f"{self.home}/{self.name}"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, encoding="utf-8")
        threading.Thread(target=self.read, args=(self.process,), daemon=True).start()

    def read(self, process):
        for line in process.stdout:
            if line.strip():
                line = line.rstrip().replace(self.home, "~")
                self.shown.append((time.monotonic(), line))
                self.lines.put(line)

    def type(self, line):
        self.shown.append((time.monotonic(), "› " + line))
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def until(self, pattern, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if found := re.search(pattern, self.lines.get(timeout=0.2)):
                    return found
            except queue.Empty:
                pass
        raise SystemExit(f"{self.name} did not show '{pattern}' but {[line for _, line in self.shown]}")

    def kill(self):
        self.process.kill()
        self.process.wait()


def play(home):
    alice, bob = Chatter("alice", home), Chatter("bob", home)
    alice.until("You are alice"), bob.until("You are bob")
    time.sleep(1)
    alice.type("/invite")
    code = alice.until(r"^/join (\S+)").group(1)
    time.sleep(1.5)
    bob.type("/join " + code)
    alice.until("bob is here"), bob.until("alice is here")
    time.sleep(1)
    alice.type("hello bob")
    time.sleep(1.2)
    bob.type("hello alice, this goes from me to you, without a server")
    alice.until("without a server")
    time.sleep(1.5)
    alice.shown.append((time.monotonic(), "# bob's process is killed: kill -9"))
    bob.kill()
    alice.until("bob is")
    time.sleep(2)
    alice.shown.append((time.monotonic(), "# bob is started again, and is told nothing"))
    bob.start()
    alice.until("bob is here")
    time.sleep(1)
    bob.type("I am back, from memory alone")
    alice.until("from memory alone")
    time.sleep(1)
    alice.type("/peers")
    alice.until("╰")
    for chatter in (alice, bob):
        chatter.type("/quit")
        chatter.process.wait(20)
    return alice.shown[:-1]


def colour(line):
    """The colours of the terminal, which shows none to a script."""
    text = html.escape(line)
    if line.startswith("# "):
        return f'<tspan class="note">{text[2:]}</tspan>'
    if line.startswith("› "):
        return f'<tspan class="typed">{text}</tspan>'
    if line[0] in "╭╰├│":
        return text.replace("linked", '<tspan class="you">linked</tspan>')
    if found := re.match(r"(you|bob)  ", line):
        return f'<tspan class="{found.group(1)}">{found.group(1)}</tspan>{text[len(found.group(1)):]}'
    return f'<tspan class="soft">{text}</tspan>'


def draw(shown):
    rows, start = [], shown[0][0]
    for at, line in shown:
        if line.startswith("you  "):
            rows.pop()  # What was typed becomes what was said.
        cut = line if len(line) <= COLUMNS else line[: COLUMNS - 1] + "…"
        rows.append((at - start + 0.5, cut))
    whole = rows[-1][0] + 6  # Long enough to read the end; then it begins again.
    height = TOP + LINE * len(rows) + 12
    styles, lines = [], []
    for i, (at, line) in enumerate(rows):
        part = 100 * at / whole
        styles.append(f"@keyframes l{i}{{0%,{part:.2f}%{{opacity:0}}{part + 0.2:.2f}%,100%{{opacity:1}}}}#l{i}{{animation:l{i} {whole:.1f}s linear infinite}}")
        lines.append(f'<text id="l{i}" x="{LEFT}" y="{TOP + LINE * i + 16}" xml:space="preserve">{colour(line)}</text>')
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">
<title id="t">MeshChat: a friend who was killed comes back</title>
<desc id="d">{html.escape(" / ".join(line for _, line in rows if line[0] not in "╭╰├│"))}</desc>
<style>
text{{font:14px ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#e6edf3}}
.you{{fill:#7ee787}}.bob{{fill:#79c0ff}}.soft{{fill:#9da7b3}}.typed{{fill:#e6edf3}}.note{{fill:#f2cc60;font-style:italic}}
{"".join(styles)}
@media (prefers-reduced-motion:reduce){{text{{animation:none!important}}}}
</style>
<rect width="{WIDTH}" height="{height}" rx="10" fill="#0d1117"/>
<circle cx="24" cy="22" r="6" fill="#ff5f57"/><circle cx="44" cy="22" r="6" fill="#febc2e"/><circle cx="64" cy="22" r="6" fill="#28c840"/>
<text x="{WIDTH / 2}" y="27" text-anchor="middle"><tspan class="soft">MeshChat alice</tspan></text>
{chr(10).join(lines)}
</svg>
"""


home = tempfile.mkdtemp()
try:
    picture = draw(play(home))
finally:
    shutil.rmtree(home, ignore_errors=True)
with open(os.path.join(HERE, "chat.svg"), "w", encoding="utf-8") as file:
    file.write(picture)
