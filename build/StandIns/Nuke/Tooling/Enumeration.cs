namespace Nuke.Common.Tooling;

/// <summary>A closed set of named values, each a public static field of the derived type.</summary>
public abstract class Enumeration
{
    /// <summary>Text of the value.</summary>
    protected string Value { get; set; }

    /// <summary>Text of the value, or null.</summary>
    public static implicit operator string(Enumeration value) => value?.Value;

    /// <summary>Whether both have the same type and text.</summary>
    public static bool operator ==(Enumeration a, Enumeration b) => Equals(a, b);

    /// <summary>Whether type or text differ.</summary>
    public static bool operator !=(Enumeration a, Enumeration b) => !Equals(a, b);

    /// <summary>Whether the text is the same.</summary>
    protected bool Equals(Enumeration other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object obj) => obj != null && obj.GetType() == GetType() && Equals((Enumeration)obj);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
