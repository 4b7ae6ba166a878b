// A term of the glossary goes where the cursor stands in the translation. Without this script the button sends the form,
// and the page comes back with the term behind the last word.
"use strict";
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=insert]");
  const field = button && button.form && button.form.elements.words;
  if (!field) return;
  event.preventDefault();
  const before = field.value.slice(0, field.selectionStart);
  const blank = before && !/\s$/.test(before) ? " " : "";
  field.setRangeText(blank + button.value, field.selectionStart, field.selectionEnd, "end");
  field.focus();
});
