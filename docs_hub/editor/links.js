// Links to other pages, written as the repository has them.
import { insertInline, selectedText } from "./commands.js";
import { make, openDialog } from "./dialog.js";
import { syntaxOf } from "./syntax.js";

export const chooseLink = (area) => (view) => {
  openDialog(area, {
    title: "Link to a page",
    url: area.dataset.linksUrl,
    placeholder: "Title, heading or file name",
    show: ({ title, where }) => [make("span", { class: "docs-dialog__title" }, title), make("span", { class: "docs-dialog__where" }, where)],
    choose: ({ title, link }, dialog) => {
      dialog.close();
      insertInline(view, syntaxOf(area.dataset.dialect).linkTo(selectedText(view) || title, link));
    },
  });
  return true;
};
