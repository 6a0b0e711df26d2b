namespace SiteBuilder.Sites.Editing;

/// <summary>Who sent a request.</summary>
public enum Caller
{
    /// <summary>Somebody without a token: sees what is published.</summary>
    Visitor,

    /// <summary>Somebody with the editor token: sees drafts and may write.</summary>
    Editor,

    /// <summary>Somebody with a wrong token.</summary>
    Refused,
}
