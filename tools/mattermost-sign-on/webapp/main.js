// The part for the browser: a link to the identity server on Mattermost's sign-in page. It stands on the page by itself, since the sign-in
// page has no place of its own for plugins, and depends on nothing of the page's making but its address.
(() => {
  const ID = 'chatiere-sign-on';
  const base = window.basename || '';

  class SignOn {
    async initialize() {
      const answer = await fetch(`${base}/plugins/${ID}/button`);
      if (!answer.ok) return;
      const { text, colour } = await answer.json();
      this.link = this.made(text, colour);
      // The client changes pages without loading them.
      this.observer = new MutationObserver(() => this.place());
      this.observer.observe(document.body, { childList: true, subtree: true });
      this.place();
    }

    uninitialize() {
      this.observer?.disconnect();
      this.link?.remove();
    }

    made(text, colour) {
      const link = document.createElement('a');
      link.id = ID;
      link.textContent = text;
      link.style.cssText = 'position:fixed;left:50%;bottom:2rem;transform:translateX(-50%);z-index:100;padding:.75rem 1.5rem;border-radius:4px;font-weight:600;color:#fff;text-decoration:none';
      link.style.backgroundColor = colour || '#1c58d9';
      return link;
    }

    place() {
      const here = location.pathname.slice(base.length);
      const wanted = here === '/login' || here === '/landing' || here === '/landing/';
      if (wanted && !this.link.isConnected) {
        const target = new URLSearchParams(location.search).get('redirect_to') || `${base}/`;
        this.link.href = `${base}/plugins/${ID}/connect?return_to=${encodeURIComponent(target)}`;
        document.body.append(this.link);
      }
      if (!wanted && this.link.isConnected) this.link.remove();
    }
  }

  window.registerPlugin(ID, new SignOn());
})();
