namespace SiteBuilder.Rendering;

/// <summary>The one style sheet of all brands; a theme gives it three colours.</summary>
internal static class StyleSheet
{
    public static Html Write(string accent, string deep, string tint) => Html.Of($$"""
        :root{--accent:{{accent}};--deep:{{deep}};--tint:{{tint}};--ink:#1c1917;--soft:#57534e;--line:#e7e5e4}
        *{box-sizing:border-box}
        html{font:100%/1.65 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:var(--ink);background:#fff;scroll-behavior:smooth}
        body{margin:0;min-height:100vh;display:flex;flex-direction:column}
        a{color:var(--accent);text-underline-offset:.2em}
        a:hover{color:var(--deep)}
        :focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:4px}
        .wrap{width:100%;max-width:68rem;margin:0 auto;padding:0 1.5rem}
        .skip{position:absolute;left:-999rem}
        .skip:focus{left:1rem;top:1rem;background:#fff;padding:.5rem 1rem;z-index:1}
        .site{border-bottom:1px solid var(--line)}
        .site .wrap{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 2rem;padding-top:1rem;padding-bottom:1rem}
        .mark{display:flex;align-items:center;gap:.65rem;font-weight:700;font-size:1.15rem;color:var(--ink);text-decoration:none}
        .mark span{display:grid;place-items:center;width:2.2rem;height:2.2rem;border-radius:.6rem;background:var(--accent);color:#fff}
        nav ul{display:flex;flex-wrap:wrap;gap:.25rem;list-style:none;margin:0;padding:0}
        nav a{display:block;padding:.4rem .8rem;border-radius:.5rem;color:var(--soft);text-decoration:none}
        nav a:hover,nav a[aria-current]{background:var(--tint);color:var(--deep)}
        nav a[aria-current]{font-weight:600}
        .lead{background:linear-gradient(135deg,var(--deep),var(--accent));color:#fff}
        .lead .wrap{padding-top:clamp(3rem,9vw,6.5rem);padding-bottom:clamp(3rem,9vw,6.5rem)}
        .lead p{margin:0 0 .75rem;font-weight:600;letter-spacing:.08em;text-transform:uppercase;font-size:.85rem;opacity:.85}
        h1{margin:0;max-width:22ch;font-size:clamp(2.1rem,6vw,3.75rem);line-height:1.1;letter-spacing:-.02em;text-wrap:balance;overflow-wrap:anywhere}
        main{flex:1}
        .blocks{padding-top:3rem;padding-bottom:4rem}
        .blocks>*{max-width:44rem;margin:0 0 1.25rem;overflow-wrap:anywhere}
        .blocks>p:first-child{font-size:1.25rem;color:var(--soft)}
        h2{margin:2.5rem 0 .75rem!important;font-size:1.6rem;line-height:1.25;letter-spacing:-.01em}
        h2::before{content:"";display:block;width:2.5rem;height:.25rem;border-radius:1rem;background:var(--accent);margin-bottom:.9rem}
        img{display:block;max-width:100%;height:auto;border-radius:1rem;background:var(--tint)}
        .blocks>img{max-width:100%;margin:2rem 0}
        .button,button{display:inline-block;padding:.7rem 1.4rem;border:0;border-radius:.6rem;background:var(--accent);color:#fff;font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
        .button:hover,button:hover{background:var(--deep);color:#fff}
        .blocks>.gallery,.blocks>.columns{max-width:100%}
        .gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(14rem,1fr));gap:1rem;list-style:none;padding:0}
        .gallery img{width:100%;height:100%;aspect-ratio:4/3;object-fit:cover}
        .columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:0 2.5rem}
        blockquote{padding-left:1.25rem;border-left:.25rem solid var(--accent);color:var(--soft)}
        form label{display:block;margin-bottom:.3rem;font-weight:600}
        input,textarea{width:100%;padding:.65rem .8rem;border:1px solid var(--soft);border-radius:.5rem;font:inherit}
        .thanks{display:none;padding:1rem 1.25rem;border-radius:.6rem;background:var(--tint);color:var(--deep);font-weight:600}
        .thanks:target{display:block}
        .end{background:var(--tint);color:var(--soft);font-size:.9rem}
        .end .wrap{padding-top:1.5rem;padding-bottom:1.5rem}
        @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto} }
        """);
}
