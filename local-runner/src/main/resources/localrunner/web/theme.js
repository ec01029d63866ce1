// Dark or light as the user chose it, before anything is drawn. Without a choice it is what the system prefers.
{
  let chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    // the browser keeps nothing
  }
  if (chosen === "dark" || chosen === "light") {
    document.documentElement.dataset.theme = chosen;
  }
}
