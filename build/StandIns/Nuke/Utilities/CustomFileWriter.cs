namespace Nuke.Common.Utilities;

/// <summary>Writes indented text.</summary>
public class CustomFileWriter(StreamWriter streamWriter, int indentationFactor, string commentPrefix)
{
    private int depth;

    /// <summary>Writes a line.</summary>
    public void WriteLine(string text = null) =>
        streamWriter.WriteLine(string.IsNullOrEmpty(text) ? string.Empty : new string(' ', depth * indentationFactor) + text);

    /// <summary>Writes a comment.</summary>
    public void WriteComment(string text = null) => WriteLine($"{commentPrefix} {text}".TrimEnd());

    /// <summary>Lets another part write.</summary>
    public void Write(Action<CustomFileWriter> writer) => writer(this);

    /// <summary>Indents what is written until the result is disposed.</summary>
    public IDisposable Indent() => DelegateDisposable.CreateBracket(() => depth++, () => depth--);
}
