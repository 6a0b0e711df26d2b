namespace SiteBuilder.Model.Tables;

/// <summary>What the body of a request may be made of that looks like an attack and is none; the WAF's image has rules for each.</summary>
public enum ContentKind
{
    /// <summary>The words of a page, in the fields for them.</summary>
    Words,

    /// <summary>A password or a token, in the fields for them.</summary>
    Secrets,

    /// <summary>A file, as the body or as a part of a form.</summary>
    Files,

    /// <summary>A file under a signed URL.</summary>
    Bytes,
}
