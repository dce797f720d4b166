/** Does something float over the screen that keys belong to first: a dialog, the palette, a menu, an open choice? */
export function somethingFloats(): boolean {
  return document.querySelector('[data-dialog], [role="dialog"], [role="alertdialog"], [role="menu"], [data-open][role="listbox"]') !== null
}
