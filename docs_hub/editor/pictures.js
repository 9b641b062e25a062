// Pictures of the tree, and new ones: chosen, dropped or pasted.
import { EditorView } from "@codemirror/view";
import { insertInline, selectedText } from "./commands.js";
import { make, openDialog } from "./dialog.js";
import { send } from "./server.js";
import { syntaxOf } from "./syntax.js";

export const choosePicture = (area) => (view) => {
  openPictures(area, view);
  return true;
};

export const pictureDrop = (area) => {
  if (!area.dataset.uploadUrl) return [];
  const take = (event, view, data) => {
    const file = [...(data?.files || [])].find((one) => one.type.startsWith("image/"));
    if (!file) return false;
    event.preventDefault();
    openPictures(area, view, file);
    return true;
  };
  return EditorView.domEventHandlers({
    paste: (event, view) => take(event, view, event.clipboardData),
    drop: (event, view) => take(event, view, event.dataTransfer),
  });
};

const openPictures = (area, view, file = null) => {
  const alt = make("input", { type: "text", id: "docs-dialog-alt", maxlength: "300" });
  alt.value = selectedText(view);
  const extra = [make("label", { for: "docs-dialog-alt" }, "What it shows, for people who cannot see it"), alt];
  const insert = (path, dialog) => {
    dialog.close();
    insertInline(view, syntaxOf(area.dataset.dialect).picture(alt.value.trim(), path));
  };
  const upload = area.dataset.uploadUrl ? uploadPart(file) : null;
  if (upload) extra.push(upload.part);
  const { dialog, status } = openDialog(area, {
    title: "Picture",
    url: area.dataset.picturesUrl,
    placeholder: "File name",
    extra,
    show: ({ name, where, thumb }) => [
      ...(thumb ? [make("img", { src: thumb, alt: "", loading: "lazy", class: "docs-dialog__thumb" })] : []),
      make("span", { class: "docs-dialog__title" }, name), make("span", { class: "docs-dialog__where" }, where),
    ],
    choose: ({ link }, open) => insert(link, open),
  });
  if (!upload) return;
  if (file) alt.focus();
  upload.button.addEventListener("click", async () => {
    const chosen = upload.input.files[0] || file;
    if (!chosen) { status.textContent = "Choose a file first."; return; }
    const data = new FormData();
    data.set("file", chosen, chosen.name || "picture.png");
    status.textContent = "Sending the picture…";
    try {
      insert((await send(area, area.dataset.uploadUrl, data)).link, dialog);
    } catch (error) {
      status.textContent = error.message;
    }
  });
};

const uploadPart = (file) => {
  const input = make("input", { type: "file", id: "docs-dialog-file", accept: "image/png,image/jpeg,image/gif,image/webp,image/svg+xml" });
  const button = make("button", { type: "button", class: "docs-dialog__upload" }, "Add the new picture");
  const label = file ? `New picture: ${file.name || "from the clipboard"}` : "New picture";
  return { input, button, part: make("div", { class: "docs-dialog__new" }, make("label", { for: "docs-dialog-file" }, label), input, button) };
};
