namespace SiteBuilder.Sites.Editing;

/// <summary>Who sent a request.</summary>
public enum Caller
{
    /// <summary>Somebody without a token: sees what is published.</summary>
    Visitor,

    /// <summary>A user of the brand who may read: sees drafts.</summary>
    Viewer,

    /// <summary>A user of the brand who may edit, or a tool with the editor token: sees drafts and may write.</summary>
    Editor,

    /// <summary>Somebody with a token that is wrong, has expired or is for another brand.</summary>
    Refused,
}
