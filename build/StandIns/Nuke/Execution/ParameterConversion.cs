using System.ComponentModel;
using System.Globalization;

namespace Nuke.Common.Execution;

/// <summary>Turns the texts of a parameter into a value of its type.</summary>
internal static class ParameterConversion
{
    public static object To(ParameterDescription parameter, IReadOnlyList<string> values)
    {
        if (ElementType(parameter.Type) is { } element)
        {
            var parts = parameter.Separator == null
                ? values
                : values.SelectMany(x => x.Split(parameter.Separator, StringSplitOptions.RemoveEmptyEntries)).ToList();
            var array = Array.CreateInstance(element, parts.Count);
            for (var i = 0; i < parts.Count; i++)
                array.SetValue(Single(parameter, element, parts[i]), i);
            return array;
        }

        var type = Nullable.GetUnderlyingType(parameter.Type) ?? parameter.Type;
        if (values.Count == 0)
        {
            return type == typeof(bool)
                ? true
                : throw new ArgumentException($"Parameter '{parameter.Name}' has no value");
        }

        if (values.Count > 1)
            throw new ArgumentException($"Parameter '{parameter.Name}' has more than one value: {string.Join(' ', values)}");
        return Single(parameter, type, values[0]);
    }

    private static Type ElementType(Type type)
    {
        if (type.IsArray)
            return type.GetElementType();
        return type.IsGenericType && type.IsAssignableFrom(type.GetGenericArguments()[0].MakeArrayType()) ? type.GetGenericArguments()[0] : null;
    }

    private static object Single(ParameterDescription parameter, Type type, string value)
    {
        if (type == typeof(string))
            return value;
        if (type == typeof(Host))
            return Host.Create(value);
        try
        {
            if (type.IsEnum)
                return Enum.Parse(type, value, ignoreCase: true);
            if (type == typeof(bool))
                return bool.Parse(value);
            if (type == typeof(int))
                return int.Parse(value, CultureInfo.InvariantCulture);
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw new ArgumentException($"Value '{value}' of parameter '{parameter.Name}' cannot be read as {type.Name}", exception);
        }
    }
}
