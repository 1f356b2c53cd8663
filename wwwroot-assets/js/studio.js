// Monaco, taught the trigger language. Everything comes from this origin; the editor is loaded on this page only.
import { person } from "./person.js";

const home = "_content/BlazorMonaco/";
const owners = new Map();            // model uri -> { ref, fixes }
let loading = null, taught = false, tabMoves = false;

const script = src => new Promise((done, failed) => {
  const tag = Object.assign(document.createElement("script"), { src, onload: done, onerror: () => failed(new Error(`${src} did not load`)) });
  document.head.append(tag);
});

export function load() {
  return loading ??= (async () => {
    await script(`${home}jsInterop.js`);
    await script(`${home}lib/monaco-editor/min/vs/loader.js`);
    await new Promise((done, failed) => window.require(["vs/editor/editor.main"], () => done(), failed));
    teach();
  })();
}

const word = { error: 8, warning: 4, hint: 2, info: 2 };
const token = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

function paint() {
  const dark = document.documentElement.dataset.theme === "dark";
  const rule = (name, colour, fontStyle) => ({ token: name, foreground: token(colour).replace("#", ""), fontStyle });
  monaco.editor.defineTheme("runink", {
    base: dark ? "vs-dark" : "vs", inherit: true,
    rules: [rule("key", "brand-ink"), rule("keyword", "brand-ink", "bold"), rule("number", "low"), rule("string", "high"), rule("comment", "ink-3", "italic"), rule("function", "t-unknown"), rule("path", "ink"), rule("", "ink")],
    colors: { "editor.background": token("card"), "editor.foreground": token("ink"), "editorLineNumber.foreground": token("ink-3"), "editor.lineHighlightBackground": token("sunken"), "editor.lineHighlightBorder": token("sunken"), "editorCursor.foreground": token("brand"), "editorWidget.background": token("raised"), "editorWidget.border": token("line-2"), "editorHoverWidget.background": token("raised"), "editorSuggestWidget.background": token("raised"), "editorSuggestWidget.selectedBackground": token("brand-soft"), "editorSuggestWidget.selectedForeground": token("ink"), "focusBorder": token("focus") },
  });
  monaco.editor.setTheme("runink");
}

function teach() {
  if (taught) return;
  taught = true;
  monaco.languages.register({ id: "runink" });
  monaco.languages.setLanguageConfiguration("runink", { comments: { lineComment: "#" }, brackets: [["{", "}"], ["[", "]"], ["(", ")"]], autoClosingPairs: [{ open: "{", close: "}" }, { open: "[", close: "]" }, { open: "(", close: ")" }, { open: '"', close: '"' }], onEnterRules: [{ beforeText: /:\s*$/, action: { indentAction: 1 } }] });
  monaco.languages.setMonarchTokensProvider("runink", {
    tokenizer: { root: [
      [/#.*$/, "comment"], [/"(?:[^"\\]|\\.)*"/, "string"], [/'[^']*'/, "string"],
      [/[\w-]+(?=\s*:(?:\s|$))/, "key"],
      [/\b(?:AND|OR|NOT|IN|BETWEEN|IS|KNOWN|UNKNOWN|CONTAINS|LIKE|STARTS WITH|TRUE|FALSE|true|false)\b/, "keyword"],
      [/\b\d{4}-\d{2}-\d{2}\b/, "number"], [/\b\d+(?:\.\d+)?\s?(?:mmol\/L|mg\/dL|umol\/L|g\/L|kg|mm\[Hg\]|\/min|Cel|%|[smhdw]\b)?/, "number"],
      [/[a-z_]\w*(?=\()/, "function"], [/\$\w+/, "number"], [/[a-z_]\w*(?:\.\w+)+/, "path"], [/[A-Za-z_][\w-]*/, ""],
    ] },
  });
  monaco.languages.registerCompletionItemProvider("runink", { triggerCharacters: [":", " ", "-", "."], provideCompletionItems: complete });
  monaco.languages.registerHoverProvider("runink", { provideHover: hover });
  monaco.languages.registerCodeActionProvider("runink", { provideCodeActions: mend });
  new MutationObserver(paint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
}

// In pieces: one message of a browser is small, and a trigger's text may be long.
const stream = model => DotNet.createJSStreamReference(new TextEncoder().encode(model.getValue()));

async function complete(model, position, _context, cancel) {
  const owner = owners.get(model.uri.toString());
  const items = await owner?.ref.invokeMethodAsync("Complete", stream(model), position.lineNumber, position.column) ?? [];
  if (cancel.isCancellationRequested) return { suggestions: [] };
  const w = model.getWordUntilPosition(position), before = model.getLineContent(position.lineNumber).slice(0, position.column - 1);
  // A dotted name is one word here, not three.
  const dotted = /[\w.$]+$/.exec(before)?.[0].length ?? 0;
  const range = { startLineNumber: position.lineNumber, endLineNumber: position.lineNumber, startColumn: Math.min(w.startColumn, position.column - dotted), endColumn: w.endColumn };
  const kinds = monaco.languages.CompletionItemKind;
  const kind = { key: kinds.Property, name: kinds.Variable, function: kinds.Function, keyword: kinds.Keyword, unit: kinds.Unit, value: kinds.Value };
  return { suggestions: items.map(i => ({ label: i.label, kind: kind[i.kind] ?? kinds[i.kind] ?? kinds.Text, detail: i.detail, documentation: { value: i.documentation ?? "" }, insertText: i.insertText, insertTextRules: /\$\{?\d/.test(i.insertText) ? 4 : 0, filterText: i.label, range })) };
}

async function hover(model, position) {
  const text = await owners.get(model.uri.toString())?.ref.invokeMethodAsync("Hover", stream(model), position.lineNumber, position.column);
  return text ? { contents: [{ value: text }] } : null;
}

function mend(model, range, context) {
  const fixes = owners.get(model.uri.toString())?.fixes ?? [];
  const at = fixes.filter(f => f.fix != null && f.line <= range.endLineNumber && f.endLine >= range.startLineNumber && context.markers.some(m => m.startLineNumber === f.line && m.startColumn === f.column));
  return { actions: at.map(f => ({ title: `Replace with ${f.fix}`, kind: "quickfix", isPreferred: true, edit: { edits: [{ resource: model.uri, versionId: model.getVersionId(), edit: { range: spanOf(f), text: f.fix }, textEdit: { range: spanOf(f), text: f.fix } }] } })), dispose() {} };
}

const spanOf = d => ({ startLineNumber: d.line, startColumn: d.column, endLineNumber: d.endLine || d.line, endColumn: Math.max(d.endColumn, d.line === d.endLine ? d.column + 1 : 1) });

/** Binds the editor that Blazor made to its page. Text typed before a reload or a lost circuit is offered back. */
export function attach(id, ref, draft, readOnly) {
  const key = `${person()}:${draft}`;
  const editor = window.blazorMonaco.editor.getEditor(id), model = editor.getModel();
  const kept = readOnly ? null : sessionStorage.getItem(key);
  monaco.editor.setModelLanguage(model, "runink");
  paint();
  // Tab leaves the editor as it leaves every other field; Control M makes it write blanks.
  if (!tabMoves) { editor.trigger("attach", "editor.action.toggleTabFocusMode"); tabMoves = true; }
  editor.updateOptions({ ariaLabel: "Trigger text. Tab moves on; press Control M to let it indent instead.", tabSize: 2, fontFamily: token("mono") || undefined });
  model.updateOptions({ tabSize: 2, insertSpaces: true });
  const owner = { ref, fixes: [] };
  owners.set(model.uri.toString(), owner);
  let timer = 0;
  const tell = () => ref.invokeMethodAsync("TextChanged", stream(model));
  const typed = model.onDidChangeContent(() => { if (!readOnly) sessionStorage.setItem(key, model.getValue()); clearTimeout(timer); timer = setTimeout(tell, 150); });
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS, () => ref.invokeMethodAsync("Save"));
  const restored = kept != null && kept !== model.getValue();
  if (restored) model.setValue(kept);
  document.querySelectorAll(".monaco-status, .monaco-alert").forEach((live, at) => live.setAttribute("aria-label", `Editor message ${at + 1}`));
  return {
    restored: () => restored,
    mark(list) {
      owner.fixes = list;
      monaco.editor.setModelMarkers(model, "runink", list.map(d => ({ ...spanOf(d), message: d.message, code: { value: d.code, target: monaco.Uri.parse(`${location.origin}/triggers/help?find=${d.code}`) }, severity: word[d.severity] ?? 8, source: "Runink" })));
    },
    replace(text) { if (text !== model.getValue()) { editor.pushUndoStop(); model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null); editor.pushUndoStop(); } },
    fix(d) { editor.executeEdits("fix", [{ range: spanOf(d), text: d.fix }]); editor.focus(); },
    reveal(line, column) { editor.revealLineInCenter(line); editor.setPosition({ lineNumber: line, column }); editor.focus(); },
    saved() { sessionStorage.removeItem(key); },
    dispose() { clearTimeout(timer); typed.dispose(); owners.delete(model.uri.toString()); },
  };
}
