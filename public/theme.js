// Loaded before anything is drawn, so that nobody who chose a theme sees the other one first.
try {
  document.documentElement.dataset.theme = JSON.parse(localStorage.getItem('neurallog.settings')).theme;
} catch {
  // Nothing is remembered, or it cannot be read: the system's theme it is.
}
