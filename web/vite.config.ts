import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const sandbox = process.env.SANDBOX_URL ?? "http://127.0.0.1:3000";

export default defineConfig({
  // Absolute: the page is also served at /archives/…, where links to messages lead.
  base: "/",
  plugins: [react()],
  build: {
    outDir: "../bot/sandbox/static",
    emptyOutDir: true,
    target: "es2022",
    // The largest part is the block renderer; a warning at every build would hide real ones.
    chunkSizeWarningLimit: 1500,
    // What is bundled is shipped, and its licences ask to be shipped with it.
    license: { fileName: "licenses.md" },
  },
  // The host stays as it is: the sandbox turns away what does not come from the host that was asked.
  server: { proxy: { "/sandbox": { target: sandbox, changeOrigin: false } } },
});
