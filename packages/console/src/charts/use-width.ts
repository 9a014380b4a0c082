import { type RefObject, useEffect, useRef, useState } from 'react'

/** Width of an element in CSS pixels; 0 until it has been laid out. */
export function useWidth<Place extends Element>(): [RefObject<Place | null>, number] {
  const ref = useRef<Place>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const place = ref.current
    if (place === null) return undefined
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.floor(entry.contentRect.width))
    })
    observer.observe(place)
    return () => observer.disconnect()
  }, [])
  return [ref, width]
}
