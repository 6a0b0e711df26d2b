using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace Nuke.Common.Tooling;

/// <summary>Reads an <see cref="Enumeration"/> from text, without regard to case.</summary>
public class TypeConverter<T> : TypeConverter
    where T : Enumeration
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(ITypeDescriptorContext context, Type sourceType) => sourceType == typeof(string);

    /// <inheritdoc/>
    public override object ConvertFrom(ITypeDescriptorContext context, CultureInfo culture, object value)
    {
        var values = typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(x => x.FieldType == typeof(T))
            .Select(x => (x.Name, Value: (T)x.GetValue(null)))
            .ToList();
        foreach (var candidate in values)
        {
            if (string.Equals(candidate.Value, (string)value, StringComparison.OrdinalIgnoreCase) ||
                string.Equals(candidate.Name, (string)value, StringComparison.OrdinalIgnoreCase))
                return candidate.Value;
        }

        throw new ArgumentException($"'{value}' is none of {string.Join(", ", values.Select(x => x.Value.ToString()))}.", nameof(value));
    }
}
