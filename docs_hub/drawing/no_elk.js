// Stands for a layout that is not built in.
export default class NoElk {
  layout() {
    throw new Error("this layout is not built in");
  }
}
